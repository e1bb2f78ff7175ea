package io.narthex.promql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesSet;
import io.narthex.promql.Answers;
import io.narthex.promql.EngineFixture;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.QueryStats;
import io.narthex.promql.TestOptions;
import io.narthex.testkit.ForwardingQuerier;
import io.narthex.testkit.ForwardingSeriesSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

class ShareRangesTest {
    private static final String NAME = "share-ranges";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "max_over_time(a[5m]) - min_over_time(a[5m]);"
                        + " Binary -(Call max_over_time(1(A)), Call min_over_time(1(A)))",
                "rate(a[5m]) + rate(a[1m]); Binary +(Call rate(A), Call rate(A))",
                "sum_over_time(a[5m]) / count_over_time(a[5m] offset 1m);"
                        + " Binary /(Call sum_over_time(A), Call count_over_time(A))",
                "rate(a[5m] anchored) + delta(a[5m] anchored);"
                        + " Binary +(Call rate(A), Call delta(A))",
                "rate(a[5m]) + max_over_time((delta(a[5m]) + idelta(a[5m]))[5m:1m]);"
                        + " Binary +(Call rate(A), Call max_over_time(Subquery(Binary +(Call"
                        + " delta(1(A)), Call idelta(1(A))))))",
                "rate(a[5m]) + count_values('v', delta(a[5m]));"
                        + " Binary +(Call rate(A), Aggregate count_values(Text \"v\", Call"
                        + " delta(A)))",
            })
    void optimize_equalRangesOfEqualTimes_areMarked(String query, String expected) {
        LogicalNode plan = new ShareRanges().optimize(Plans.of(query.replace('\'', '"')));
        assertThat(
                        Plans.line(plan)
                                .replaceAll("RangeSelector [^(),]*", "A")
                                .replaceAll("SharedRange ", "")
                                .replaceAll("(Subquery|count_values) [^(]*", "$1"))
                .isEqualTo(expected);
    }

    /// What is in a shared subtree is read once anyway.
    @Test
    void optimize_repeatedCall_isNoSharedRange() {
        LogicalNode plan = new ShareSubtrees().optimize(Plans.of("rate(a[5m]) + rate(a[5m])"));
        assertThat(new ShareRanges().optimize(plan)).isEqualTo(plan);
    }

    private static Queryable store() {
        try (EngineFixture fixture = new EngineFixture()) {
            for (int i = 0; i < 40; i++) {
                Labels labels = Labels.of("__name__", i % 2 == 0 ? "a" : "b", "i", "" + i / 2);
                String stale = i % 3 == 0 ? " stale _ " : " ";
                fixture.load(labels, 15_000, i + "+0." + i + "x40" + stale + "3+" + i + "x60");
            }
            return fixture.store();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max_over_time(a[5m]) - min_over_time(a[5m])",
                "sum_over_time(a[5m]) / count_over_time(a[5m])",
                "rate(a[5m]) + changes(a[5m]) + resets(a[5m]) + increase(a[5m])",
                "resets(a[5m]) + rate(a[5m])",
                "sum(rate(a[5m])) / (sum(rate(a[5m])) + count(last_over_time(a[5m])))",
                "absent_over_time(a{i=\"1\"}[1m]) or absent_over_time(a{i=\"1\"}[1m])"
                        + " or rate(a{i=\"1\"}[1m])",
                "max_over_time(a[5m] @ 300) - min_over_time(a[5m] @ 300)",
                "rate(a[5m]) + on (i) group_left () max_over_time((delta(a[5m]) +"
                        + " idelta(a[5m]))[5m:1m])",
                "quantile_over_time(0.9, a[5m]) - quantile_over_time(scalar(rate(a{i=\"1\"}[5m])),"
                        + " a[5m])",
                "rate({__name__=~\"a|b\"}[1m]) + irate({__name__=~\"a|b\"}[1m])",
            })
    void results_staySame(String query) {
        Queryable store = store();
        Answers.sameWithAndWithout(NAME, store, QueryRequest.range(query, 0, 1_400_000, 3_000));
        Answers.sameWithAndWithout(NAME, store, QueryRequest.instant(query, 600_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "max_over_time(a[5m]) - min_over_time(a[5m]); 1",
                "sum(rate(a[5m])) + sum(changes(a[5m])) + sum(resets(a[5m])); 1",
                "max_over_time(a[5m]) - min_over_time(b[5m]); 2",
            })
    void ranges_areSelectedAndReadOnce(String query, int times) {
        assertThat(reads(query, Set.of())).isEqualTo(new Reads(times, 20 * times));
        int calls = query.split("\\[", -1).length - 1;
        assertThat(reads(query, Set.of(NAME))).isEqualTo(new Reads(calls, 20 * calls));
    }

    /// @param series how often a series was turned to
    private record Reads(int selections, int series) {}

    private static Reads reads(String query, Set<String> disabled) {
        AtomicInteger selections = new AtomicInteger();
        AtomicInteger series = new AtomicInteger();
        Queryable store = store();
        Queryable counting =
                (mint, maxt) -> new Counting(store.querier(mint, maxt), selections, series);
        try (QueryEngine engine = new QueryEngine(Answers.options(1, disabled))) {
            engine.prepare(QueryRequest.range(query, 0, 600_000, 15_000), counting).run();
        }
        return new Reads(selections.get(), series.get());
    }

    private static final class Counting extends ForwardingQuerier {
        private final AtomicInteger selections;
        private final AtomicInteger series;

        Counting(Querier to, AtomicInteger selections, AtomicInteger series) {
            super(to);
            this.selections = selections;
            this.series = series;
        }

        @Override
        public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
            selections.incrementAndGet();
            return new ForwardingSeriesSet(super.select(hints, matchers)) {
                @Override
                public SeriesCursor cursor() {
                    SeriesCursor cursor = super.cursor();
                    return ordinal -> {
                        series.incrementAndGet();
                        return cursor.at(ordinal);
                    };
                }
            };
        }
    }

    @Test
    void explain_showsTheRangeOnce() {
        QueryRequest request =
                QueryRequest.range("rate(a[5m]) + changes(a[5m])", 0, 600_000, 15_000);
        try (QueryEngine engine = new QueryEngine(Answers.options(1, Set.of()))) {
            assertThat(engine.prepare(request, store()).explain(true).text())
                    .contains(
                            "Plan after share-ranges\n",
                            "Window rate: Shared range 1: ",
                            "Window changes: Shared range 1 again [")
                    .containsOnlyOnce("20 series");
        }
    }

    /// Samples that would take too much memory are read again; statistics count all functions.
    @Test
    void tooManySamples_areReadAgain() {
        QueryRequest request =
                QueryRequest.range("sum(rate(a[5m])) + sum(delta(a[5m]))", 0, 1_400_000, 3_000);
        EngineOptions d = Answers.options(1, Set.of());
        EngineOptions little = TestOptions.withBytes(d, 100L << 10);
        assertThat(Answers.of(little, store(), request)).isEqualTo(Answers.of(d, store(), request));
        QueryStats without = Answers.stats(Answers.options(1, Set.of(NAME)), store(), request);
        for (EngineOptions options : List.of(little, d)) {
            assertThat(Answers.stats(options, store(), request))
                    .usingRecursiveComparison()
                    .comparingOnlyFields("totalQueryableSamples", "peakSamples")
                    .isEqualTo(without);
        }
    }
}
