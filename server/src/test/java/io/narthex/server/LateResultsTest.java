package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.rules.AlertListener;
import io.narthex.rules.AlertSink;
import io.narthex.rules.RuleHealth;
import io.narthex.rules.RuleOptions;
import io.narthex.rules.RuleReplay;
import io.narthex.rules.RuleScheduler.Defaults;
import io.narthex.rules.RuleServices;
import io.narthex.rules.RuleStatus.Evaluated;
import io.narthex.rules.RuleTimings;
import io.narthex.rules.file.RuleFileReader;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/// A store that takes late samples from others takes no late results of rules.
class LateResultsTest {
    private static final long NOW = 1_790_000_000_000L;

    private static final String RULES =
            """
            groups:
            - name: g
              rules:
              - {record: twice, expr: m * 2}
            """;

    @Test
    void evaluate_atATimeBefore_discardsTheResult() {
        TsdbOptions options =
                TsdbOptions.builder()
                        .maintenanceInterval(Duration.ZERO)
                        .outOfOrderWindow(Duration.ofHours(1))
                        .build();
        try (Tsdb store = new Tsdb(options);
                QueryEngine engine = new QueryEngine(EngineOptions.DEFAULTS.withThreads(1))) {
            put(store, NOW, 2);
            RuleReplay rules =
                    new RuleReplay(
                            List.of(new RuleFileReader(ParserOptions.STABLE).parse("r", RULES)),
                            new Defaults(Duration.ofMinutes(1), Duration.ZERO, Labels.empty()),
                            new RuleServices(
                                    engine,
                                    store,
                                    store,
                                    AlertSink.NONE,
                                    AlertListener.NONE,
                                    RuleTimings.NONE),
                            RuleOptions.of(""));
            rules.evaluate(NOW);
            put(store, NOW - 120_000, 7);
            rules.evaluate(NOW - 60_000);
            Evaluated evaluated = rules.groups().getFirst().rules().getFirst().evaluated();
            assertThat(evaluated.health()).isEqualTo(RuleHealth.ERR);
            assertThat(evaluated.lastError()).isEqualTo("out of order sample");
            assertThat(store.stats().outOfOrder()).isEqualTo(1);
            // The late sample is there, the late result is not.
            String counted = "count_over_time(m[1h]) * 10 + on () count_over_time(twice[1h])";
            assertThat(
                            engine.prepare(QueryRequest.instant(counted, NOW), store)
                                    .run()
                                    .value()
                                    .toString())
                    .contains("value=21.0");
        }
    }

    private static void put(Tsdb store, long time, double value) {
        try (Appender appender = store.appender()) {
            appender.append(appender.resolve(Labels.of(Labels.NAME, "m")), time, value);
            assertThat(appender.commit().rejections()).isEmpty();
        }
    }
}
