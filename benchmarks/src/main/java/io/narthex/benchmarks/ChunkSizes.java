package io.narthex.benchmarks;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.testkit.Seeds;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;
import io.narthex.tsdb.chunk.Chunks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Bytes per sample of full chunks, by kind of series, beside Gorilla's. With a data directory, the
/// same for the series of each job that was scraped into it.
///
///     ChunkSizes [data directory that no process uses]
public final class ChunkSizes {
    private static final int SERIES = 500;
    private static final int SAMPLES = Chunks.MAX_SAMPLES;
    private static final long START = 1_700_000_000_000L;
    private static final int INTERVAL = 15_000;

    private ChunkSizes() {}

    /// Prints the tables.
    public static void main(String[] args) {
        System.out.println("| series | LFOR | Gorilla | LFOR, scrapes up to 3 ms late | Gorilla |");
        System.out.println("|---|---|---|---|---|");
        for (SampleClass kind : SampleClass.values()) {
            System.out.println(
                    "| " + kind.label() + of(kind, 0).cells() + of(kind, 3).cells() + " |");
        }
        if (args.length > 0) {
            System.out.println("\n| job | series | samples in full chunks | LFOR | Gorilla |");
            System.out.println("|---|---|---|---|---|");
            scraped(Path.of(args[0]))
                    .forEach((job, sizes) -> System.out.println("| " + job + sizes.row() + " |"));
        }
    }

    /// Sizes of a kind of series.
    ///
    /// @param late how late a scrape may be, milliseconds
    static SizeTally of(SampleClass kind, int late) {
        RandomGenerator random = Seeds.random(7);
        SizeTally sizes = new SizeTally();
        long[] times = new long[SAMPLES];
        for (int s = 0; s < SERIES; s++) {
            for (int i = 0; i < SAMPLES; i++) {
                times[i] = START + (long) i * INTERVAL + random.nextInt(late + 1);
            }
            sizes.add(times, kind.values(SAMPLES, random));
        }
        return sizes;
    }

    private static Map<String, SizeTally> scraped(Path data) {
        TsdbOptions options =
                TsdbOptions.builder().directory(data).maintenanceInterval(Duration.ZERO).build();
        Map<String, SizeTally> jobs = new TreeMap<>();
        LabelMatcher all = new LabelMatcher(LabelMatcher.Type.NOT_EQUAL, Labels.NAME, "");
        try (Tsdb store = new Tsdb(options);
                Querier querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            SeriesSet set =
                    querier.select(SelectHints.range(Long.MIN_VALUE, Long.MAX_VALUE), List.of(all));
            SeriesCursor cursor = set.cursor();
            for (int i = 0; i < set.size(); i++) {
                SeriesData series = cursor.at(i);
                String job = String.valueOf(series.labels().get("job"));
                jobs.computeIfAbsent(job, _ -> new SizeTally()).add(series);
            }
        }
        return jobs;
    }
}
