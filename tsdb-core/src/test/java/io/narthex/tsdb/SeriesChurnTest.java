package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.testkit.ManualClock;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.List;

/// Generations of series follow each other, as when every deployment gives all pods new names. What
/// a generation leaves behind is nothing.
class SeriesChurnTest {
    private static final long T0 = 1_790_000_000_000L;
    private static final long GENERATION = Duration.ofMinutes(60).toMillis();
    private static final int SERIES = 20_000;
    private static final int LASTING = 500;

    /// One series in so many gets enough samples for a sealed chunk.
    private static final int FULL = 20;

    private static final TsdbOptions OPTIONS =
            TsdbOptions.builder()
                    .retention(Duration.ofMinutes(25))
                    .maintenanceInterval(Duration.ZERO)
                    .clock(new ManualClock(T0 + 1000 * GENERATION))
                    .build();

    @Test
    void liveHeap_afterFiftyGenerations_isTheFirstOnes() {
        long before = liveHeap();
        try (Tsdb store = new Tsdb(OPTIONS)) {
            long first = 0;
            for (int generation = 0; generation < 50; generation++) {
                passTime(store, generation);
                assertThat(store.seriesCount()).isEqualTo(LASTING);
                write(store, generation);
                if (generation == 0) {
                    first = liveHeap() - before;
                } else if (generation % 7 == 0) {
                    requireLevel(first, liveHeap() - before, generation);
                }
            }
            requireLastGenerationOnly(store, 50);
        }
    }

    /// Where a generation comes before the last one is dropped, there is room for two from then on.
    @Test
    void liveHeap_afterOverlappingGenerations_isThatOfTheFirstChange() {
        long before = liveHeap();
        try (Tsdb store = new Tsdb(OPTIONS.toBuilder().retention(Duration.ofMinutes(31)).build())) {
            long first = 0;
            for (int generation = 0; generation < 20; generation++) {
                write(store, generation);
                store.collectGarbage();
                if (generation == 1) {
                    first = liveHeap() - before;
                } else if (generation > 1 && generation % 5 == 0) {
                    requireLevel(first, liveHeap() - before, generation);
                }
            }
            requireLastGenerationOnly(store, 20);
        }
    }

    private static void requireLevel(long first, long now, int generation) {
        assertThat(now)
                .as("live bytes in generation %d", generation)
                .isBetween(first * 9 / 10, first * 11 / 10);
    }

    private static void requireLastGenerationOnly(Tsdb store, int generations) {
        assertThat(store.stats().seriesRemoved()).isEqualTo((generations - 1L) * SERIES);
        try (Querier querier = store.querier(0, Long.MAX_VALUE)) {
            assertThat(querier.labelValues("pod", List.of(), 0)).hasSize(SERIES / 100);
            assertThat(querier.labelValues("path", List.of(), 0)).hasSize(100);
        }
    }

    /// The series that last move the store's time on, so that the last generation is too old.
    private static void passTime(Tsdb store, int generation) {
        try (Appender appender = store.appender()) {
            for (int i = SERIES; i < SERIES + LASTING; i++) {
                long ref = appender.resolve(labels(generation, i));
                appender.append(ref, T0 + generation * GENERATION - 1, 0);
            }
            appender.commit();
        }
        store.collectGarbage();
    }

    private static void write(Tsdb store, int generation) {
        long[] refs = new long[SERIES + LASTING];
        try (Appender appender = store.appender()) {
            for (int i = 0; i < refs.length; i++) {
                refs[i] = appender.resolve(labels(generation, i));
            }
        }
        for (int scrape = 0; scrape < 125; scrape++) {
            long t = T0 + generation * GENERATION + scrape * 15_000L;
            try (Appender appender = store.appender()) {
                for (int i = 0; i < refs.length; i++) {
                    if (scrape < 4 || i % FULL == 0 || i >= SERIES) {
                        appender.append(refs[i], t, i + scrape * 3L);
                    }
                }
                assertThat(appender.commit().rejections()).isEmpty();
            }
        }
    }

    private static Labels labels(int generation, int i) {
        if (i >= SERIES) {
            return Labels.of(Labels.NAME, "lasting_total", "i", "" + i);
        }
        return Labels.of(
                Labels.NAME,
                "http_requests_total",
                "path",
                "/api/" + i % 100,
                "pod",
                "web-" + generation + "-" + i / 100);
    }

    /// Bytes that survive a collection: the least of a few, since other threads allocate too.
    private static long liveHeap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            memory.gc();
            least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
