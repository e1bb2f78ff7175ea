package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesSet;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.Value;
import io.narthex.testkit.ForwardingQuerier;
import io.narthex.testkit.ForwardingSeriesSet;
import io.narthex.testkit.ManualClock;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// What the engine works out from labels is kept for series of head and blocks too, while neither
/// these nor the blocks change.
class BlockGroupsTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final int SERIES = 200;

    @TempDir Path temp;
    private final ManualClock clock = new ManualClock(T0);

    /// Counts how often labels are asked for.
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
            };
        }
    }

    private void append(Tsdb store, int minutes) {
        for (int i = 0; i < minutes; i++) {
            clock.advance(Duration.ofMinutes(1));
            try (Appender appender = store.appender()) {
                for (int n = 0; n < SERIES; n++) {
                    Labels labels = Labels.of(Labels.NAME, "m_total", "g", "" + n % 3, "n", "" + n);
                    appender.append(appender.resolve(labels), clock.millis(), i * n);
                }
                appender.commit();
            }
        }
    }

    @Test
    void repeatedQuery_overHeadAndBlocks_handlesFewLabels() {
        TsdbOptions options =
                TsdbOptions.builder()
                        .chunkRange(Duration.ofMinutes(10))
                        .maintenanceInterval(Duration.ZERO)
                        .clock(clock)
                        .directory(temp)
                        .build();
        try (Tsdb store = new Tsdb(options);
                QueryEngine engine = new QueryEngine(EngineOptions.DEFAULTS)) {
            append(store, 30);
            store.collectGarbage();
            assertThat(store.blockStats().blocks()).isPositive();
            AtomicInteger asked = new AtomicInteger();
            Queryable counted = (mint, maxt) -> new Counting(store.querier(mint, maxt), asked);
            QueryRequest request =
                    QueryRequest.range(
                            "sum by (g) (rate(m_total[3m]))", T0, clock.millis(), 60_000);
            assertThat(rows(engine, counted, request)).isEqualTo(3);
            assertThat(asked.getAndSet(0)).isGreaterThanOrEqualTo(SERIES);
            append(store, 1);
            assertThat(rows(engine, counted, request)).isEqualTo(3);
            // The first and the last of each thing kept: that they are the same is looked at again.
            assertThat(asked.get()).isLessThan(SERIES / 10);
        }
    }

    private static int rows(QueryEngine engine, Queryable store, QueryRequest request) {
        return ((Value.Matrix) engine.prepare(request, store).run().value()).rows().size();
    }
}
