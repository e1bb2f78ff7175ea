package io.narthex.rules.slo;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesSet;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Counts the events of an indicator from the samples themselves.
///
/// Thread safety: safe for concurrent calls.
final class EventCounter {
    /// A series is told from a new one by its samples of this time before.
    static final Duration MEMORY = Duration.ofDays(1);

    private final Queryable store;
    private final Indicator indicator;

    EventCounter(Queryable store, Indicator indicator) {
        this.store = store;
        this.indicator = indicator;
    }

    /// The events of each slot.
    List<Events> count(SlotGrid grid) {
        SelectHints hints = SelectHints.range(grid.from() - MEMORY.toMillis(), grid.to());
        try (Querier querier = store.querier(hints.mint(), hints.maxt())) {
            Targets targets = new Targets(querier, hints);
            return switch (indicator) {
                case Indicator.Counted counted ->
                        counted(
                                counted,
                                growth(select(querier, hints, counted.total()), targets, grid),
                                growth(select(querier, hints, counted.counted()), targets, grid),
                                grid);
                case Indicator.Latency latency ->
                        new LatencyBuckets(
                                        querier.select(hints, latency.buckets()),
                                        latency.threshold())
                                .count(targets, grid);
            };
        }
    }

    /// The events of a span.
    Events count(long from, long to) {
        return count(SlotGrid.single(from, to)).getFirst();
    }

    /// The bucket bounds next to a latency's threshold in the samples of a span; null where there
    /// are none.
    @Nullable Bounds bounds(long from, long to) {
        if (!(indicator instanceof Indicator.Latency latency)) {
            return null;
        }
        SelectHints hints = SelectHints.range(from, to);
        try (Querier querier = store.querier(from, to)) {
            return new LatencyBuckets(querier.select(hints, latency.buckets()), latency.threshold())
                    .bounds();
        }
    }

    private static SeriesSet select(Querier querier, SelectHints hints, EventSelector selector) {
        List<LabelMatcher> matchers = selector.matchers();
        return querier.select(hints, matchers);
    }

    private static CounterIncrease growth(SeriesSet series, Targets targets, SlotGrid grid) {
        SeriesCursor cursor = series.cursor();
        CounterIncrease increase = new CounterIncrease(grid);
        for (int i = 0; i < series.size(); i++) {
            increase.add(cursor.at(i), targets.of(series.labels(i)));
        }
        return increase;
    }

    private static List<Events> counted(
            Indicator.Counted indicator,
            CounterIncrease total,
            CounterIncrease counted,
            SlotGrid grid) {
        List<Events> slots = new ArrayList<>(grid.count());
        for (int k = 0; k < grid.count(); k++) {
            double all = total.sum(k);
            double bad = indicator.countsBad() ? counted.sum(k) : all - counted.sum(k);
            // Two selectors that don't fit each other must not make a negative number of events.
            double possible = Math.clamp(bad, 0, all);
            slots.add(new Events(all, possible, possible, total.first(k)));
        }
        return slots;
    }
}
