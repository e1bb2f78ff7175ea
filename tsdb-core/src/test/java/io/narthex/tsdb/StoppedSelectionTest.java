package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Appender;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.testkit.ManualClock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;

/// A selection of many series from the head and a block stops soon after nobody wants it any more,
/// wherever it is then.
class StoppedSelectionTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final long RANGE = Duration.ofMinutes(10).toMillis();
    private static final int SERIES = 4_000;

    @TempDir private Path directory = Path.of("");
    private int calls;

    private Tsdb filled() {
        ManualClock clock = new ManualClock(T0);
        Tsdb store =
                new Tsdb(
                        TsdbOptions.builder()
                                .chunkRange(Duration.ofMillis(RANGE))
                                .maxBlockRange(Duration.ofMillis(RANGE))
                                .retention(Duration.ofDays(1000))
                                .maintenanceInterval(Duration.ZERO)
                                .clock(clock)
                                .directory(directory)
                                .build());
        for (long time : new long[] {T0, T0 + RANGE / 2, T0 + RANGE, T0 + 2 * RANGE}) {
            clock.set(time);
            try (Appender appender = store.appender()) {
                for (int i = 0; i < SERIES; i++) {
                    Labels labels = Labels.of(Labels.NAME, "m", "i", String.valueOf(i));
                    appender.append(appender.resolve(labels), time, i);
                }
                assertThat(appender.commit().rejections()).isEmpty();
            }
        }
        store.collectGarbage();
        assertThat(store.blockStats().blocks()).isEqualTo(1);
        return store;
    }

    /// Selects all series.
    ///
    /// @param stopAt the call of the watcher that stops it, from 1; 0 for none
    private int select(Tsdb store, int stopAt) {
        calls = 0;
        // A range that ends within the block, so that its series are looked at one by one.
        SelectHints hints =
                SelectHints.range(T0 + 1, T0 + 2 * RANGE)
                        .watchedBy(
                                () -> {
                                    if (++calls == stopAt) {
                                        throw new CancellationException();
                                    }
                                });
        try (Querier querier = store.querier(T0 + 1, T0 + 2 * RANGE)) {
            return querier.select(hints, List.of(LabelMatcher.equal(Labels.NAME, "m"))).size();
        }
    }

    @Test
    void watcherThatThrows_isAskedNoMore_andTheNextSelectionFindsAll() {
        try (Tsdb store = filled()) {
            int least = 4;
            for (int stopAt = 1; stopAt <= 3 * least; stopAt++) {
                int at = stopAt;
                assertThatThrownBy(() -> select(store, at))
                        .isInstanceOf(CancellationException.class);
                assertThat(calls).isEqualTo(stopAt);
            }
            assertThat(select(store, 0)).isEqualTo(SERIES);
            // Once per 1,024 series: captured, found in the block, numbered twice, and joined.
            assertThat(calls).isBetween(5 * least, 6 * least);
        }
    }
}
