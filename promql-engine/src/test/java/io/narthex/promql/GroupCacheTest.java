package io.narthex.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesSet;
import io.narthex.testkit.ForwardingQuerier;
import io.narthex.testkit.ForwardingSeriesSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A repeated query asks a store that tells its selections apart for no labels but those at the
/// ends.
class GroupCacheTest {
    private static final int SERIES = 40;

    /// Counts how often labels are asked for, and tells selections apart by their matchers.
    private static final class Counting extends ForwardingQuerier {
        private final AtomicInteger asked;

        Counting(Querier to, AtomicInteger asked) {
            super(to);
            this.asked = asked;
        }

        @Override
        public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
            return new ForwardingSeriesSet(super.select(hints, matchers)) {
                @Override
                public Labels labels(int ordinal) {
                    asked.incrementAndGet();
                    return super.labels(ordinal);
                }

                @Override
                public long fingerprint() {
                    return matchers.hashCode() | 1;
                }
            };
        }
    }

    private static Queryable store(AtomicInteger asked) {
        try (EngineFixture fixture = new EngineFixture()) {
            for (int i = 0; i < SERIES; i++) {
                String le = i % 4 == 3 ? "+Inf" : String.valueOf(i % 4 + 1);
                fixture.load(
                        Labels.of("__name__", "x_bucket", "i", String.valueOf(i / 4), "le", le),
                        60_000,
                        "0+" + i + "x10");
            }
            Queryable inner = fixture.store();
            return (mint, maxt) -> new Counting(inner.querier(mint, maxt), asked);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum(rate(x_bucket[5m]))",
                "sum by (le) (x_bucket)",
                "quantile without (le) (0.5, x_bucket)",
                "histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))"
            })
    void repeatedQuery_handlesNoLabels(String query) {
        AtomicInteger asked = new AtomicInteger();
        Queryable store = store(asked);
        try (QueryEngine engine = new QueryEngine(EngineFixture.threads(1))) {
            QueryRequest request = QueryRequest.instant(query, 600_000);
            String first = EngineFixture.text(engine.prepare(request, store).run());
            assertThat(asked.getAndSet(0)).isGreaterThanOrEqualTo(SERIES);
            assertThat(EngineFixture.text(engine.prepare(request, store).run())).isEqualTo(first);
            // Two of each selection that is recognized: for its groups, and for what it drops.
            assertThat(asked.get()).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void otherGroupingsAndSelectors_haveTheirOwnGroups() {
        Queryable store = store(new AtomicInteger());
        try (QueryEngine engine = new QueryEngine(EngineFixture.threads(1))) {
            for (String query :
                    List.of(
                            "count by (le) (x_bucket{i=\"1\"})",
                            "count by (i) (x_bucket{i=\"1\"})",
                            "count without (i) (x_bucket{i=\"1\"})",
                            "count by (__name__) (x_bucket{i=\"1\"})",
                            "count by (i) (x_bucket{i=\"2\"})",
                            "count by (__name__) (-x_bucket{i=\"1\"})",
                            "count by (i) (sum by (i, le) (x_bucket))",
                            "count by (i) (sum by (i) (x_bucket))")) {
                QueryRequest request = QueryRequest.instant(query, 0);
                String warm = EngineFixture.text(engine.prepare(request, store).run());
                try (QueryEngine cold = new QueryEngine(EngineFixture.threads(1))) {
                    assertThat(warm)
                            .isEqualTo(EngineFixture.text(cold.prepare(request, store).run()));
                }
            }
        }
    }
}
