package io.narthex.tsdb.block;

import java.util.Arrays;

/// Collects which series have which label pair, four bytes an occurrence and some per pair, and
/// gives the lists pair by pair.
///
/// Thread safety: for one thread.
final class PairPostings {
    /// Open addressing: pairs of symbols, name in the upper half, and the pair's number; -1 is
    /// free.
    private long[] keys = new long[1024];

    private int[] numbers = filled(1024);

    private long[] pairs = new long[512];
    private int[] counts = new int[512];
    private int pairCount;

    /// Per occurrence, series by series: the pair's number.
    private int[] occurrences = new int[4096];

    private int occurrenceCount;

    /// Per series: where its occurrences end.
    private int[] ends = new int[512];

    private int series;

    private static int[] filled(int n) {
        int[] free = new int[n];
        Arrays.fill(free, -1);
        return free;
    }

    /// Adds a pair of the present series.
    void add(int name, int value) {
        int pair = number((long) name << 32 | value);
        counts[pair]++;
        if (occurrenceCount == occurrences.length) {
            occurrences = Arrays.copyOf(occurrences, 2 * occurrenceCount);
        }
        occurrences[occurrenceCount++] = pair;
    }

    /// Goes on with the next series.
    void endSeries() {
        if (series == ends.length) {
            ends = Arrays.copyOf(ends, 2 * series);
        }
        ends[series++] = occurrenceCount;
    }

    private int number(long key) {
        int mask = keys.length - 1;
        int slot = slot(key, mask);
        while (numbers[slot] >= 0) {
            if (keys[slot] == key) {
                return numbers[slot];
            }
            slot = slot + 1 & mask;
        }
        if (pairCount == pairs.length) {
            pairs = Arrays.copyOf(pairs, 2 * pairCount);
            counts = Arrays.copyOf(counts, 2 * pairCount);
        }
        pairs[pairCount] = key;
        keys[slot] = key;
        numbers[slot] = pairCount++;
        if (2 * pairCount > keys.length) {
            rehash();
        }
        return pairCount - 1;
    }

    private static int slot(long key, int mask) {
        long h = key * 0x9E3779B97F4A7C15L;
        return (int) (h >>> 32) & mask;
    }

    private void rehash() {
        int size = 2 * keys.length;
        keys = new long[size];
        numbers = filled(size);
        for (int p = 0; p < pairCount; p++) {
            int slot = slot(pairs[p], size - 1);
            while (numbers[slot] >= 0) {
                slot = slot + 1 & size - 1;
            }
            keys[slot] = pairs[p];
            numbers[slot] = p;
        }
    }

    /// The lists, in the order of name and value.
    Sorted sorted() {
        int[] starts = new int[pairCount + 1];
        for (int p = 0; p < pairCount; p++) {
            starts[p + 1] = starts[p] + counts[p];
        }
        int[] next = starts.clone();
        int[] lists = new int[occurrenceCount];
        int o = 0;
        for (int s = 0; s < series; s++) {
            for (; o < ends[s]; o++) {
                lists[next[occurrences[o]]++] = s;
            }
        }
        long[] order = Arrays.copyOf(pairs, pairCount);
        Arrays.sort(order);
        int[] numberOf = new int[pairCount];
        for (int i = 0; i < pairCount; i++) {
            numberOf[i] = number(order[i]);
        }
        return new Sorted(order, numberOf, starts, lists);
    }

    /// The lists of all pairs.
    ///
    /// @param pairs ascending: symbol of the name in the upper half, of the value in the lower
    /// @param numberOf a pair's place in `starts`
    /// @param lists numbers of series, ascending within a list
    record Sorted(long[] pairs, int[] numberOf, int[] starts, int[] lists) {
        int from(int i) {
            return starts[numberOf[i]];
        }

        int to(int i) {
            return starts[numberOf[i] + 1];
        }
    }
}
