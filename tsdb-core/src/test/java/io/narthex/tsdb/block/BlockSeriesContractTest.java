package io.narthex.tsdb.block;

import io.narthex.model.Labels;
import io.narthex.model.ListQueryable;
import io.narthex.model.ListSeries;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesData;
import io.narthex.testkit.SeriesDataContract;
import io.narthex.tsdb.io.FileStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A block's view of a series keeps the contract, in both encodings, and also with samples around
/// it that are deleted.
class BlockSeriesContractTest {
    @Nested
    class Lfor extends Contract {
        Lfor() {
            super(BlockEncoding.NATIVE, false);
        }
    }

    @Nested
    class Xor extends Contract {
        Xor() {
            super(BlockEncoding.PROMETHEUS, false);
        }
    }

    @Nested
    class WithTombstones extends Contract {
        WithTombstones() {
            super(BlockEncoding.NATIVE, true);
        }
    }

    private abstract static class Contract extends SeriesDataContract {
        private final BlockEncoding encoding;
        private final boolean deleting;
        private final List<AutoCloseable> opened = new ArrayList<>();

        @TempDir private Path data = Path.of("");

        Contract(BlockEncoding encoding, boolean deleting) {
            this.encoding = encoding;
            this.deleting = deleting;
        }

        @Override
        protected boolean keepsStartTimestamps() {
            return encoding == BlockEncoding.NATIVE;
        }

        @Override
        protected SeriesData series(Labels labels, long[] times, double[] values, long[] starts) {
            ListSeries series = new ListSeries(1, labels, times, values);
            if (deleting) {
                series = surrounded(labels, times, values, starts);
            } else if (Arrays.stream(starts).anyMatch(s -> s != 0)) {
                series = series.withStartTimestamps(starts);
            }
            long end = series.timeAt(series.count() - 1) + 1;
            Path directory =
                    TestBlocks.write(
                            data,
                            new ListQueryable(List.of(series)),
                            series.timeAt(0),
                            end,
                            encoding);
            Block block = Block.open(FileStore.local(), directory);
            if (deleting) {
                delete(block, times);
            }
            Querier querier = block.querier(Long.MIN_VALUE, Long.MAX_VALUE);
            opened.add(querier);
            opened.add(block);
            return querier.select(
                            SelectHints.range(Long.MIN_VALUE, Long.MAX_VALUE), TestBlocks.any())
                    .cursor()
                    .at(0);
        }

        /// The samples with more of them before, and one within, where there is room.
        private static ListSeries surrounded(
                Labels labels, long[] times, double[] values, long[] starts) {
            List<Long> t = new ArrayList<>();
            List<Long> s = new ArrayList<>();
            List<Double> v = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                t.add(times[0] - 1000 + i);
                v.add((double) i);
                s.add(0L);
            }
            for (int i = 0; i < times.length; i++) {
                t.add(times[i]);
                v.add(values[i]);
                s.add(starts[i]);
                if (i == times.length / 2 && isRoomBehind(times, i)) {
                    t.add(times[i] + 1);
                    v.add(17.0);
                    s.add(0L);
                }
            }
            return new ListSeries(
                            1,
                            labels,
                            t.stream().mapToLong(Long::longValue).toArray(),
                            v.stream().mapToDouble(Double::doubleValue).toArray())
                    .withStartTimestamps(s.stream().mapToLong(Long::longValue).toArray());
        }

        private static boolean isRoomBehind(long[] times, int i) {
            return i + 1 < times.length && times[i + 1] > times[i] + 1;
        }

        private static void delete(Block block, long[] times) {
            int middle = times.length / 2;
            try {
                block.delete(times[0] - 1000, times[0] - 1, TestBlocks.any());
                if (isRoomBehind(times, middle)) {
                    block.delete(times[middle] + 1, times[middle] + 1, TestBlocks.any());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @AfterEach
        void close() throws Exception {
            for (AutoCloseable c : opened) {
                c.close();
            }
        }
    }
}
