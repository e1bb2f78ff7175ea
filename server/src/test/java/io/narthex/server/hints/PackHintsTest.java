package io.narthex.server.hints;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.server.dashboards.Dashboard;
import io.narthex.server.dashboards.DashboardPacks;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/// No pack makes a mistake of which queries' authors are told.
class PackHintsTest {
    private static final long MINUTE = 60_000;

    private static final List<String> COUNTERS = List.of("_total", "_count", "_sum", "_bucket");

    private static final String GAUGE = "system_cpu_count";

    static Stream<Dashboard> packs() {
        return DashboardPacks.all().values().stream();
    }

    /// Whatever is called like a counter is one, but for one that is not.
    private static final class Metrics implements ScrapedMetrics {
        @Override
        public boolean isCounter(String metric) {
            return COUNTERS.stream().anyMatch(metric::endsWith) && !metric.equals(GAUGE);
        }

        @Override
        public long intervalMillis(SelectorUse use) {
            return MINUTE;
        }

        @Override
        public long longestIntervalMillis() {
            return MINUTE;
        }
    }

    @ParameterizedTest
    @MethodSource("packs")
    void queries_getNoHints(Dashboard pack) {
        List<HintRule> rules =
                List.of(new RawCounterRule(new Metrics()), new ShortWindowRule(new Metrics()));
        for (Dashboard.Panel panel : pack.panels()) {
            for (HintRule rule : rules) {
                assertThat(Hinting.hints(rule, panel.query())).as(panel.query()).isEmpty();
            }
        }
    }
}
