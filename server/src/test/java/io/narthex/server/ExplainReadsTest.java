package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.model.ReadReport;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.Explanation;
import io.narthex.promql.Explanation.OperatorNode;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryRequest;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// `explain` with `analyze` shows which chunks the store had to read.
class ExplainReadsTest {
    /// A full hour in 2025; 300 samples are two sealed chunks of 120 and an open block of 60.
    private static final long T0 = 1_750_003_200_000L;

    private static Explanation analyzed(QueryEngine engine, Tsdb store, String query, long time) {
        return engine.prepare(QueryRequest.instant(query, time), store).explain(true);
    }

    /// 1,000 samples are eight sealed chunks and an open block.
    @Test
    void analyze_functionsOfOneRange_decodeItsChunksOnce() {
        TsdbOptions options = TsdbOptions.builder().maintenanceInterval(Duration.ZERO).build();
        try (Tsdb store = new Tsdb(options)) {
            try (Appender appender = store.appender()) {
                long ref = appender.resolve(Labels.of(Labels.NAME, "x"));
                for (int i = 0; i < 1000; i++) {
                    appender.append(ref, T0 + 1000L * i, i % 7);
                }
                assertThat(appender.commit().rejections()).isEmpty();
            }
            String one = "max_over_time(x[20m])";
            ReadReport.Figures once = reads(store, one, Set.of());
            assertThat(once.decoded()).isEqualTo(9);
            for (String query :
                    List.of(
                            one + " - min_over_time(x[20m])",
                            "stddev_over_time(x[20m]) / " + one,
                            // A shared subtree reads once for all its places.
                            one + " / (" + one + " + last_over_time(x[20m]))")) {
                assertThat(reads(store, query, Set.of())).isEqualTo(once);
                ReadReport.Figures twice = reads(store, query, Set.of("share-ranges"));
                assertThat(twice.decoded()).as(query).isEqualTo(18);
                assertThat(twice.bytes()).isEqualTo(2 * once.bytes());
            }
        }
    }

    private static ReadReport.Figures reads(Tsdb store, String query, Set<String> disabled) {
        EngineOptions options = EngineOptions.DEFAULTS.withoutOptimizers(disabled);
        try (QueryEngine engine = new QueryEngine(options)) {
            Explanation explanation = analyzed(engine, store, query, T0 + 999_000);
            return sum(Objects.requireNonNull(explanation.operators()));
        }
    }

    /// What an operator and all below it read.
    private static ReadReport.Figures sum(OperatorNode node) {
        Explanation.Measured measured = node.measured();
        ReadReport.Figures own = measured == null ? null : measured.reads();
        ReadReport.Figures all = own == null ? new ReadReport.Figures(0, 0, 0) : own;
        for (OperatorNode input : node.inputs()) {
            ReadReport.Figures below = sum(input);
            all =
                    new ReadReport.Figures(
                            all.decoded() + below.decoded(),
                            all.skipped() + below.skipped(),
                            all.bytes() + below.bytes());
        }
        return all;
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
