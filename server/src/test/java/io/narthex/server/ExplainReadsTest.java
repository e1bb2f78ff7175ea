package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.Explanation;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryRequest;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// `explain` with `analyze` shows which chunks the store had to read.
class ExplainReadsTest {
    /// A full hour in 2025; 300 samples are two sealed chunks of 120 and an open block of 60.
    private static final long T0 = 1_750_003_200_000L;

    private static Explanation analyzed(QueryEngine engine, Tsdb store, String query, long time) {
        return engine.prepare(QueryRequest.instant(query, time), store).explain(true);
    }

    @Test
    void analyze_onlyTheLastChunkNeeded_othersAreSkipped() {
        try (Tsdb store =
                        new Tsdb(TsdbOptions.builder().maintenanceInterval(Duration.ZERO).build());
                QueryEngine engine = new QueryEngine(EngineOptions.DEFAULTS)) {
            try (Appender appender = store.appender()) {
                long ref = appender.resolve(Labels.of(Labels.NAME, "x_total"));
                for (int i = 0; i < 300; i++) {
                    appender.append(ref, T0 + 1000L * i, i);
                }
                assertThat(appender.commit().rejections()).isEmpty();
            }
            long now = T0 + 299_000;
            Explanation last = analyzed(engine, store, "rate(x_total[20s])", now);
            assertThat(last.text()).contains("chunks decoded 1, skipped 2, bytes ");
            Explanation first = analyzed(engine, store, "x_total", T0 + 10_000);
            assertThat(first.text()).contains("chunks decoded 1, skipped 2, bytes ");
            Explanation all = analyzed(engine, store, "sum(increase(x_total[10m]))", now);
            assertThat(all.text()).contains("chunks decoded 3, skipped 0, bytes ");
            assertThat(
                            engine.prepare(QueryRequest.instant("x_total", now), store)
                                    .explain(false)
                                    .text())
                    .doesNotContain("chunks");
        }
    }
}
