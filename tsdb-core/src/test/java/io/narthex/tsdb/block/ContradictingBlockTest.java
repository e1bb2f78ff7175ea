package io.narthex.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;
import io.narthex.model.ListQueryable;
import io.narthex.model.ListSeries;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.testkit.ForwardingSeriesData;
import io.narthex.testkit.Histograms;
import io.narthex.tsdb.io.CorruptionException;
import io.narthex.tsdb.io.FileStore;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/// Blocks with all checksums right, whose samples contradict each other: as a program that is wrong
/// writes them. They are refused, so no sample is answered twice.
class ContradictingBlockTest {
    /// Two chunks of any encoding, or four.
    private static final int SAMPLES = 2 * 240;

    private static final long T0 = TestBlocks.T0;

    @TempDir private Path data = Path.of("");

    /// Writes a block of one series, whose times are not those that it was sorted by.
    private Path write(BlockEncoding encoding, long[] times, boolean histograms) {
        double[] values = new double[times.length];
        Arrays.setAll(values, i -> i * 0.25);
        @Nullable FloatHistogram[] all = new @Nullable FloatHistogram[times.length];
        Arrays.setAll(all, i -> histograms ? Histograms.ofSum(i) : null);
        ListSeries sound = new ListSeries(1, Labels.of(Labels.NAME, "up"), times(), values, all);
        ForwardingSeriesData series =
                new ForwardingSeriesData(sound) {
                    @Override
                    public void times(int from, int n, long[] dst, int at) {
                        System.arraycopy(times, from, dst, at, n);
                    }
                };
        return TestBlocks.write(
                data, new ListQueryable(List.of(series)), T0, T0 + 7_200_000, encoding);
    }

    private static long[] times() {
        return LongStream.range(0, SAMPLES).map(i -> T0 + 10_000 * i).toArray();
    }

    private static void read(Path directory) {
        try (Block block = Block.open(FileStore.local(), directory)) {
            assertThat(TestBlocks.samples(block)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(BlockEncoding.class)
    void sampleThatIsThereTwice_isReported(BlockEncoding encoding) {
        for (boolean histograms : new boolean[] {false, true}) {
            long[] times = times();
            read(write(encoding, times, histograms));
            times[50] = times[49];
            Path directory = write(encoding, times, histograms);
            assertThatThrownBy(() -> read(directory))
                    .isInstanceOf(CorruptionException.class)
                    .hasMessageContaining("times do not ascend at sample");
        }
    }

    @ParameterizedTest
    @EnumSource(BlockEncoding.class)
    void chunksThatOverlap_areReported(BlockEncoding encoding) {
        long[] times = times();
        System.arraycopy(times, 0, times, SAMPLES / 2, SAMPLES / 2);
        Path directory = write(encoding, times, false);
        assertThatThrownBy(() -> read(directory))
                .isInstanceOf(CorruptionException.class)
                .hasMessageContaining("a chunk from " + T0);
    }

    @ParameterizedTest
    @EnumSource(BlockEncoding.class)
    void chunksOutOfOrder_areReported(BlockEncoding encoding) {
        long[] times = times();
        long[] swapped = new long[SAMPLES];
        System.arraycopy(times, SAMPLES / 2, swapped, 0, SAMPLES / 2);
        System.arraycopy(times, 0, swapped, SAMPLES / 2, SAMPLES / 2);
        Path directory = write(encoding, swapped, false);
        assertThatThrownBy(() -> read(directory))
                .isInstanceOf(CorruptionException.class)
                .hasMessageContaining("a chunk from " + T0);
    }
}
