package io.narthex.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sizes do not depend on the machine, so they may be held by a test.
class ChunkSizesTest {
    @ParameterizedTest
    @CsvSource({
        "SLOW_COUNTER, 0.55",
        "COUNTER, 1.0",
        "FAST_COUNTER, 1.5",
        "CONSTANT, 0.2",
        "GAUGE, 2.0",
        "MEMORY, 1.5",
        "CPU_SECONDS, 1.6",
        "SUM, 4.0"
    })
    void bytesPerSample_staySmall(SampleClass kind, double most) {
        assertThat(ChunkSizes.of(kind, 0).bytesPerSample()).isBetween(most / 2, most);
        // Scrapes that are late by up to 3 ms cost two bits a sample.
        assertThat(ChunkSizes.of(kind, 3).bytesPerSample()).isLessThan(most + 0.3);
    }
}
