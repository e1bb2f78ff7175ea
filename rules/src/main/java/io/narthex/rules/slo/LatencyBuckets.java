package io.narthex.rules.slo;

import io.narthex.model.Labels;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesSet;
import io.narthex.rules.slo.Targets.Target;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The buckets of classic histograms that lie next to a threshold.
///
/// Each histogram has its own bounds. The events up to the next lower bound were fast for certain;
/// those above the next higher bound were slow for certain; what is between is not known. Where the
/// threshold is a bound, both are the same bucket.
final class LatencyBuckets {
    private final SeriesSet buckets;
    private final Map<Labels, Neighbours> histograms = new HashMap<>();

    /// @param buckets all buckets of the histograms
    LatencyBuckets(SeriesSet buckets, double threshold) {
        this.buckets = buckets;
        for (int i = 0; i < buckets.size(); i++) {
            Labels labels = buckets.labels(i);
            double bound = bound(labels.getOrEmpty(Labels.BUCKET));
            if (!Double.isNaN(bound)) {
                histograms
                        .computeIfAbsent(labels.drop(Labels.BUCKET), _ -> new Neighbours())
                        .add(bound, i, threshold);
            }
        }
    }

    private static double bound(String text) {
        if (text.equals("+Inf") || text.equals("Inf")) {
            return Double.POSITIVE_INFINITY;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }

    /// Between which two bounds the threshold lies, for the histogram that knows least; null where
    /// there is none.
    @Nullable Bounds bounds() {
        Bounds widest = null;
        for (Neighbours next : histograms.values()) {
            Bounds own = new Bounds(next.lower, next.higher);
            widest = widest == null ? own : widest.and(own);
        }
        return widest;
    }

    /// The events of each slot.
    List<Events> count(Targets targets, SlotGrid grid) {
        CounterIncrease total = new CounterIncrease(grid);
        CounterIncrease fastAtLeast = new CounterIncrease(grid);
        CounterIncrease fastAtMost = new CounterIncrease(grid);
        SeriesCursor cursor = buckets.cursor();
        histograms.forEach(
                (labels, next) -> {
                    Target target = targets.of(labels);
                    // Without a sum of all, the others say nothing.
                    if (next.all >= 0) {
                        add(total, cursor, next.all, target);
                        add(fastAtLeast, cursor, next.below, target);
                        add(fastAtMost, cursor, next.above, target);
                    }
                });
        List<Events> slots = new ArrayList<>(grid.count());
        for (int k = 0; k < grid.count(); k++) {
            double all = total.sum(k);
            slots.add(
                    new Events(
                            all,
                            Math.max(0, all - fastAtMost.sum(k)),
                            Math.max(0, all - fastAtLeast.sum(k)),
                            total.first(k)));
        }
        return slots;
    }

    private static void add(CounterIncrease to, SeriesCursor cursor, int ordinal, Target target) {
        if (ordinal >= 0) {
            to.add(cursor.at(ordinal), target);
        }
    }

    /// The buckets of one histogram by their place in the selection; -1 where there is none.
    private static final class Neighbours {
        private double lower = Double.NEGATIVE_INFINITY;
        private double higher = Double.POSITIVE_INFINITY;
        private int below = -1;
        private int above = -1;
        private int all = -1;

        void add(double bound, int ordinal, double threshold) {
            if (bound <= threshold && bound > lower) {
                lower = bound;
                below = ordinal;
            }
            if (bound >= threshold && bound <= higher) {
                higher = bound;
                above = ordinal;
            }
            if (bound == Double.POSITIVE_INFINITY) {
                all = ordinal;
            }
        }
    }
}
