package io.narthex.server.cli;

import io.narthex.tsdb.TsdbOptions;
import io.narthex.tsdb.cardinality.SeriesLimits;
import io.narthex.tsdb.io.SyncMode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/// Flags about the store.
///
/// Thread safety: for one thread.
final class StorageFlags {
    /// Bytes of heap per series in the default limit; a series with two hours of samples, labels
    /// and its part of the index needs about as much.
    private static final long HEAP_BYTES_PER_SERIES = 1024;

    /// Exemplars that are kept where the configuration does not say how many; some 10 MB.
    static final int MAX_EXEMPLARS = 100_000;

    @Option(
            names = {"--storage.path", "--storage.tsdb.path"},
            paramLabel = "DIR",
            defaultValue = "data/",
            description = "Where samples are kept (default: ${DEFAULT-VALUE}).")
    private Path path = Path.of("data/");

    @Option(
            names = "--storage.tsdb.retention.time",
            paramLabel = "DURATION",
            defaultValue = "15d",
            converter = DurationConverter.class,
            description = "How long samples are kept (default: ${DEFAULT-VALUE}).")
    private Duration retention = Duration.ofDays(15);

    @Option(
            names = "--storage.wal.sync",
            paramLabel = "MODE",
            defaultValue = "interval",
            converter = SyncModeConverter.class,
            description =
                    "When samples are made to survive a power cut: always (before they are"
                        + " acknowledged), interval (every second) or none (at the end); the end of"
                        + " the process loses nothing in any mode (default: ${DEFAULT-VALUE}).")
    private SyncMode sync = SyncMode.INTERVAL;

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

    /// @throws IllegalArgumentException if a limit is negative
    TsdbOptions options() {
        long max =
                maxSeries != null
                        ? maxSeries
                        : Runtime.getRuntime().maxMemory() / HEAP_BYTES_PER_SERIES;
        return TsdbOptions.builder()
                .retention(retention)
                .directory(path)
                .sync(sync)
                .seriesLimits(new SeriesLimits(max, maxSeriesPerJob, maxSeriesPerMetric))
                .build();
    }

    /// Reads a mode as people write it.
    static final class SyncModeConverter implements ITypeConverter<SyncMode> {
        @Override
        public SyncMode convert(String text) {
            for (SyncMode mode : SyncMode.values()) {
                if (mode.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return mode;
                }
            }
            throw new TypeConversionException("\"" + text + "\" is none of always, interval, none");
        }
    }
}
