package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.testkit.ManualClock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// A chunk as it is shown: all of its bits have a meaning, and what is decoded is what was stored.
class StoredChunkTest {
    private static final long T0 = 1_790_000_000_000L;
    private static final int STEP = 15_000;
    private static final List<LabelMatcher> ALL =
            List.of(LabelMatcher.equal("__name__", "requests_total"));

    private Tsdb store = store();

    private static Tsdb store() {
        return new Tsdb(
                TsdbOptions.builder()
                        .maintenanceInterval(Duration.ZERO)
                        .clock(new ManualClock(T0))
                        .build());
    }

    @BeforeEach
    void fill() {
        try (Appender appender = store.appender()) {
            for (String path : List.of("/a", "/b")) {
                long ref = appender.resolve(Labels.of("__name__", "requests_total", "path", path));
                for (int i = 0; i < 300; i++) {
                    appender.append(ref, T0 + (long) i * STEP, value(i));
                }
            }
            appender.commit();
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static double value(int i) {
        return i % 7 == 3 ? 3 * i + 0.25 : 3 * i;
    }

    private StoredChunk chunk(int number) {
        return Objects.requireNonNull(store.chunk(ALL, number));
    }

    @Test
    void chunk_isWhatWasStored() {
        StoredChunk first = chunk(1);
        StoredChunk newest = chunk(0);
        assertThat(first.labels().get("path")).isEqualTo("/a");
        assertThat(first.matching()).isEqualTo(2);
        assertThat(first.chunks()).isEqualTo(newest.number()).isGreaterThan(1);
        assertThat(first.encoding()).isEqualTo("lfor");
        assertThat(first.times().length).isBetween(30, 120);
        for (int i = 0; i < first.times().length; i++) {
            assertThat(first.times()[i]).isEqualTo(T0 + (long) i * STEP);
            assertThat(first.values()[i]).isEqualTo(value(i));
        }
        StoredChunk second = chunk(2);
        assertThat(second.times()[0]).isEqualTo(T0 + (long) first.times().length * STEP);
        assertThat(chunk(1_000).number()).isEqualTo(newest.number());
    }

    @Test
    void everyBit_hasAMeaning() {
        StoredChunk chunk = chunk(1);
        int bit = 0;
        for (StoredChunk.Part part : chunk.parts()) {
            assertThat(part.bit()).isEqualTo(bit);
            bit += part.bits();
        }
        assertThat(bit).isEqualTo(8 * chunk.bytes().length);
        assertThat(chunk.parts())
                .anySatisfy(
                        part -> {
                            assertThat(part.name()).isEqualTo("t0");
                            assertThat(part.values()).containsExactly(String.valueOf(T0));
                            assertThat(part.meaning()).isEqualTo("t0, epoch milliseconds: " + T0);
                        });
    }

    @Test
    void seriesWithoutSealedChunk_hasNone() {
        try (Appender appender = store.appender()) {
            long ref = appender.resolve(Labels.of("__name__", "young"));
            appender.append(ref, T0, 1);
            appender.commit();
        }
        StoredChunk none =
                Objects.requireNonNull(
                        store.chunk(List.of(LabelMatcher.equal("__name__", "young")), 0));
        assertThat(none.chunks()).isZero();
        assertThat(none.bytes()).isEmpty();
        assertThat(store.chunk(List.of(LabelMatcher.equal("__name__", "gone")), 0)).isNull();
    }
}
