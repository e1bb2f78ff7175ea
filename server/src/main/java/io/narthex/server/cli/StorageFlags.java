package io.narthex.server.cli;

import io.narthex.tsdb.TsdbOptions;
import io.narthex.tsdb.head.SeriesLimits;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;

/// Flags about the store.
///
/// Thread safety: for one thread.
final class StorageFlags {
    /// Bytes of heap per series in the default limit; a series with two hours of samples, labels
    /// and its part of the index needs about as much.
    private static final long HEAP_BYTES_PER_SERIES = 1024;

    @Option(
            names = {"--storage.tsdb.path", "--storage.path"},
            paramLabel = "DIR",
            defaultValue = "data/",
            description = "Where samples will be stored; in this version they live in memory only.")
    private Path path = Path.of("data/");

    @Option(
            names = "--storage.tsdb.retention.time",
            paramLabel = "DURATION",
            defaultValue = "15d",
            converter = DurationConverter.class,
            description = "How long samples are kept (default: ${DEFAULT-VALUE}).")
    private Duration retention = Duration.ofDays(15);

    @Option(
            names = "--storage.series.max",
            paramLabel = "N",
            description =
                    "Series at a time; beyond, new ones are refused and known ones go on. 0 for no"
                            + " limit (default: one per KiB of heap).")
    private @Nullable Long maxSeries;

    @Option(
            names = "--storage.series.max-per-job",
            paramLabel = "N",
            description = "The same for series with one job label; 0 for no limit (default: 0).")
    private long maxSeriesPerJob;

    @Option(
            names = "--storage.series.max-per-metric",
            paramLabel = "N",
            description = "The same for series of one metric; 0 for no limit (default: 0).")
    private long maxSeriesPerMetric;

    Path path() {
        return path;
    }

    /// @throws IllegalArgumentException if a limit is negative
    TsdbOptions options() {
        long max =
                maxSeries != null
                        ? maxSeries
                        : Runtime.getRuntime().maxMemory() / HEAP_BYTES_PER_SERIES;
        return TsdbOptions.DEFAULTS
                .withRetention(retention)
                .withSeriesLimits(new SeriesLimits(max, maxSeriesPerJob, maxSeriesPerMetric));
    }
}
