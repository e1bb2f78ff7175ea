package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesSet;
import io.narthex.testkit.ManualClock;
import io.narthex.tsdb.pressure.MemoryStage;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What head and blocks keep for the repetition of queries counts as memory of the store, and is
/// bounded by its limit.
class KeptForQueriesTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final int SERIES = 1000;
    private static final int SELECTIONS = 100;

    private final ManualClock clock = new ManualClock(T0);

    @TempDir private Path temp = Path.of("");

    private TsdbOptions.Builder options() {
        return TsdbOptions.builder()
                .retention(Duration.ofDays(1000))
                .chunkRange(Duration.ofMinutes(10))
                .maintenanceInterval(Duration.ZERO)
                .clock(clock)
                .directory(temp.resolve("data"));
    }

    /// A store with a block, and a head that has all of its series too.
    @BeforeEach
    void write() {
        try (Tsdb store = new Tsdb(options().build())) {
            for (int k = 0; k < 8; k++) {
                clock.advance(Duration.ofMinutes(3));
                try (Appender appender = store.appender()) {
                    for (int i = 0; i < SERIES; i++) {
                        Labels labels = Labels.of(Labels.NAME, "m", "i", "" + i);
                        appender.append(appender.resolve(labels), clock.millis(), i);
                    }
                    assertThat(appender.commit().accepted()).isEqualTo(SERIES);
                }
            }
            store.collectGarbage();
            assertThat(store.blockStats().blocks()).isPositive();
        }
    }

    /// Asks for all series in many ways, over head and blocks.
    private void query(Tsdb store) {
        for (int k = 0; k < SELECTIONS; k++) {
            List<LabelMatcher> matchers =
                    List.of(
                            LabelMatcher.equal(Labels.NAME, "m"),
                            new LabelMatcher(LabelMatcher.Type.NOT_EQUAL, "i", "none" + k));
            try (Querier querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
                SeriesSet set = querier.select(SelectHints.range(T0, clock.millis()), matchers);
                assertThat(set.size()).isEqualTo(SERIES);
                assertThat(set.cursor().at(SERIES - 1).count()).isEqualTo(8);
            }
        }
    }

    @Test
    void keptBytes_count() {
        try (Tsdb store = new Tsdb(options().build())) {
            store.collectGarbage();
            long before = store.memory().bytes();
            query(store);
            store.collectGarbage();
            // An int for each series at least, in the head and in the block.
            assertThat(store.memory().bytes() - before)
                    .isGreaterThan(2L * SELECTIONS * SERIES * Integer.BYTES);
        }
    }

    @Test
    void keptBytes_areForgotten_beforeTheyAreTooManyOfTheLimit() {
        long used;
        try (Tsdb store = new Tsdb(options().build())) {
            store.collectGarbage();
            used = store.memory().bytes();
        }
        long limit = used * 3 / 2;
        try (Tsdb store = new Tsdb(options().maxBytes(limit).build())) {
            store.collectGarbage();
            long indexes = store.blockStats().memory();
            query(store);
            assertThat(store.blockStats().memory() - indexes).isGreaterThan(limit / 4);
            store.collectGarbage();
            assertThat(store.memory().bytes()).isLessThanOrEqualTo(used + limit / 4);
            assertThat(store.memoryStage()).isEqualTo(MemoryStage.NORMAL);
            query(store);
        }
    }
}
