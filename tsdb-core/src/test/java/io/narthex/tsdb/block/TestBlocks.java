package io.narthex.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.ListQueryable;
import io.narthex.model.ListSeries;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.testkit.SeriesDataReader;
import io.narthex.tsdb.io.FileStore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Makes blocks for tests, and reads stores as a whole.
public final class TestBlocks {
    public static final long T0 = 1_750_003_200_000L;

    private TestBlocks() {}

    /// Writes a block of a store's samples in a range; fails where there are none.
    public static Path write(
            Path data, Queryable source, long mint, long endTime, BlockEncoding encoding) {
        Ulid ulid = Ulid.random(mint);
        try {
            BlockMeta meta =
                    new BlockWriter(FileStore.local(), data, encoding)
                            .write(
                                    source,
                                    mint,
                                    endTime,
                                    ulid,
                                    BlockMeta.Compaction.fromHead(ulid));
            assertThat(meta).isNotNull();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return data.resolve(ulid.toString());
    }

    /// Some series of several kinds, a sample every 15 s or so; some have start timestamps.
    public static Queryable store(RandomGenerator r, int series, int samples) {
        return store(r, T0, series, samples, 15_000);
    }

    public static Queryable store(
            RandomGenerator r, long begin, int series, int samples, long interval) {
        List<SeriesData> all = new ArrayList<>();
        for (int s = 0; s < series; s++) {
            long[] times = new long[samples];
            double[] values = new double[samples];
            double v = r.nextInt(1000);
            for (int i = 0; i < samples; i++) {
                times[i] = begin + interval * i + r.nextInt(s % 3 + 1);
                v += s % 2 == 0 ? r.nextInt(100) : r.nextDouble();
                values[i] = v;
            }
            Labels labels =
                    Labels.of(
                            Labels.NAME,
                            "metric_" + s % 5,
                            "instance",
                            "i" + s,
                            "only" + s % 7,
                            "x");
            ListSeries plain = new ListSeries(s + 1, labels, times, values);
            // Every fourth is started again behind each hundred samples.
            long[] starts = new long[samples];
            Arrays.setAll(starts, i -> times[i / 100 * 100] - interval);
            all.add(s % 4 == 3 ? plain.withStartTimestamps(starts) : plain);
        }
        return new ListQueryable(all);
    }

    /// Every sample of a store, as text with all bits, by series.
    public static Map<Labels, List<String>> samples(Queryable store) {
        return samples(store, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    public static Map<Labels, List<String>> samples(Queryable store, long mint, long maxt) {
        Map<Labels, List<String>> all = new LinkedHashMap<>();
        try (Querier querier = store.querier(mint, maxt)) {
            SeriesSet set = querier.select(SelectHints.range(mint, maxt), any());
            for (int i = 0; i < set.size(); i++) {
                List<String> samples = new ArrayList<>();
                SeriesDataReader.forEach(
                        set.cursor().at(i),
                        (t, v) -> {
                            if (t >= mint && t <= maxt) {
                                samples.add(t + "=" + Double.doubleToRawLongBits(v));
                            }
                        });
                if (!samples.isEmpty()) {
                    all.put(set.labels(i), samples);
                }
            }
        }
        return all;
    }

    public static List<LabelMatcher> any() {
        return List.of(new LabelMatcher(LabelMatcher.Type.REGEX, Labels.NAME, ".*"));
    }
}
