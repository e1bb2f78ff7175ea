package io.narthex.server.browser;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// At most 127 colours that stand for all of a picture. More would be hard to tell apart, and make
/// pictures of pages a tenth larger.
///
/// A page has few colours, and many between them where edges are smoothed. The most frequent ones
/// are kept exactly, so that grounds and lines have their own; for the others boxes of neighbours
/// are split at the middle of their longest side until there are as many as fit (median cut).
///
/// Thread safety: for one thread.
final class Palette {
    static final int MOST = 127;

    private static final int EXACT = 48;

    private final int[] colors;
    private final Map<Integer, Integer> nearest = new HashMap<>();

    private Palette(int[] colors) {
        this.colors = colors;
    }

    /// Chooses colours.
    ///
    /// @param counts how many pixels have which colour, 0xRRGGBB
    static Palette of(Map<Integer, Integer> counts) {
        List<Map.Entry<Integer, Integer>> all = new ArrayList<>(counts.entrySet());
        all.sort(
                Map.Entry.<Integer, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()));
        int exact = all.size() <= MOST ? all.size() : EXACT;
        Set<Integer> chosen = new LinkedHashSet<>();
        all.subList(0, exact).forEach(entry -> chosen.add(entry.getKey()));
        List<Box> boxes = new ArrayList<>();
        if (exact < all.size()) {
            boxes.add(new Box(all.subList(exact, all.size())));
        }
        while (!boxes.isEmpty() && chosen.size() + boxes.size() < MOST) {
            Box largest = boxes.stream().max(Comparator.comparingDouble(Box::weight)).orElseThrow();
            if (largest.length() == 0) {
                break;
            }
            boxes.remove(largest);
            boxes.addAll(largest.split());
        }
        boxes.forEach(box -> chosen.add(box.mean()));
        return new Palette(chosen.stream().mapToInt(Integer::intValue).toArray());
    }

    /// Counts the colours of pixels.
    static void count(int[] pixels, Map<Integer, Integer> counts) {
        for (int i = 0; i < pixels.length; ) {
            int from = i;
            int color = pixels[i] & 0xffffff;
            while (i < pixels.length && (pixels[i] & 0xffffff) == color) {
                i++;
            }
            counts.merge(color, i - from, Integer::sum);
        }
    }

    int size() {
        return colors.length;
    }

    int color(int index) {
        return colors[index];
    }

    /// The index of the colour next to one.
    int indexOf(int color) {
        return nearest.computeIfAbsent(color & 0xffffff, this::search);
    }

    private int search(int color) {
        int best = 0;
        for (int i = 1; i < colors.length; i++) {
            if (distance(colors[i], color) < distance(colors[best], color)) {
                best = i;
            }
        }
        return best;
    }

    private static int distance(int a, int b) {
        int sum = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int d = (a >> shift & 0xff) - (b >> shift & 0xff);
            sum += d * d;
        }
        return sum;
    }

    /// Colours that lie together.
    ///
    /// @param colors with how many pixels have them
    private record Box(List<Map.Entry<Integer, Integer>> colors) {
        private int from(int shift) {
            return colors.stream().mapToInt(e -> e.getKey() >> shift & 0xff).min().orElse(0);
        }

        private int side(int shift) {
            int to = colors.stream().mapToInt(e -> e.getKey() >> shift & 0xff).max().orElse(0);
            return to - from(shift);
        }

        private int longest() {
            int best = 16;
            for (int shift : new int[] {8, 0}) {
                best = side(shift) > side(best) ? shift : best;
            }
            return best;
        }

        int length() {
            return side(longest());
        }

        /// What is lost when one colour stands for all.
        double weight() {
            double pixels = colors.stream().mapToInt(Map.Entry::getValue).sum();
            return length() * length() * Math.sqrt(pixels);
        }

        List<Box> split() {
            int shift = longest();
            int middle = from(shift) + side(shift) / 2;
            Map<Boolean, List<Map.Entry<Integer, Integer>>> halves =
                    colors.stream()
                            .collect(
                                    Collectors.partitioningBy(
                                            e -> (e.getKey() >> shift & 0xff) <= middle));
            return halves.values().stream().map(Box::new).toList();
        }

        int mean() {
            long pixels = 0;
            long[] sums = new long[3];
            for (Map.Entry<Integer, Integer> entry : colors) {
                pixels += entry.getValue();
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += (long) entry.getValue() * (entry.getKey() >> 8 * i & 0xff);
                }
            }
            int mean = 0;
            for (int i = 0; i < sums.length; i++) {
                mean |= (int) (sums[i] / pixels) << 8 * i;
            }
            return mean;
        }
    }
}
