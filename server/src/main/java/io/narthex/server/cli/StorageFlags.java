package io.narthex.server.cli;

import io.narthex.tsdb.TsdbOptions;
import io.narthex.tsdb.block.BlockEncoding;
import io.narthex.tsdb.cardinality.SeriesLimits;
import io.narthex.tsdb.io.SyncMode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/// Flags about the store.
///
/// Thread safety: for one thread.
final class StorageFlags {
    /// Bytes of heap per series in the default limit; a series with two hours of samples, labels
    /// and its part of the index needs about as much.
    private static final long HEAP_BYTES_PER_SERIES = 1024;

    /// The rest is for scrapes, queries, checkpoints and blocks in the making, and for garbage.
    private static final int HEAP_FIFTHS = 2;

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
            converter = DurationConverter.class,
            description = "How long samples are kept (default: 15d, where no size is given).")
    private @Nullable Duration retention;

    @Option(
            names = "--storage.tsdb.retention.size",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description =
                    "How large all files of the store may be together, such as 512MB; beyond, the"
                            + " oldest block goes (default: no limit).")
    private @Nullable Long retentionSize;

    @Option(
            names = "--storage.tsdb.min-block-duration",
            paramLabel = "DURATION",
            defaultValue = "2h",
            converter = DurationConverter.class,
            hidden = true,
            description = "How long a block from memory is (default: ${DEFAULT-VALUE}).")
    private Duration minBlock = Duration.ofHours(2);

    @Option(
            names = "--storage.tsdb.max-block-duration",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            hidden = true,
            description =
                    "How long a merged block is at most (default: a tenth of the retention, at most"
                            + " 31d).")
    private @Nullable Duration maxBlock;

    @Option(
            names = "--storage.blocks.encoding",
            paramLabel = "ENCODING",
            defaultValue = "narthex",
            converter = EncodingConverter.class,
            description =
                    "Whom blocks are written for: narthex (smaller, faster), prometheus (which can"
                        + " read them too) or prometheus-xor2 (Prometheus from 3.11 on; smaller,"
                        + " and with start timestamps) (default: ${DEFAULT-VALUE}).")
    private BlockEncoding encoding = BlockEncoding.NATIVE;

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
            names = "--storage.memory.max-bytes",
            paramLabel = "SIZE",
            converter = ByteSize.OrNone.class,
            description =
                    "Memory for samples, series and exemplars, such as 1GB; near it, blocks are"
                            + " written early, and at it new series are refused. 0 for no limit"
                            + " (default: two fifths of the heap).")
    private @Nullable Long maxBytes;

    @Option(
            names = "--storage.reserve-bytes",
            paramLabel = "SIZE",
            converter = ByteSize.OrNone.class,
            description =
                    "Disk space that is kept for the log when the disk is full, in the file"
                            + " reserve; with so little left no blocks are written. 0 for none"
                            + " (default: what a checkpoint takes, 0.5 to 16 MiB).")
    private @Nullable Long reserve;

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
        long most =
                maxBytes != null ? maxBytes : Runtime.getRuntime().maxMemory() / 5 * HEAP_FIFTHS;
        Duration otherwise =
                retentionSize == null ? TsdbOptions.DEFAULTS.retention() : TsdbOptions.FOREVER;
        return TsdbOptions.builder()
                .retention(Objects.requireNonNullElse(retention, otherwise))
                .retentionBytes(Objects.requireNonNullElse(retentionSize, 0L))
                .chunkRange(minBlock)
                .maxBlockRange(Objects.requireNonNullElse(maxBlock, Duration.ZERO))
                .blockEncoding(encoding)
                .maxBytes(most)
                .reserveBytes(Objects.requireNonNullElse(reserve, TsdbOptions.RESERVE_BY_NEED))
                .directory(path)
                .sync(sync)
                .afterCut(SmallHeap::compact)
                .seriesLimits(new SeriesLimits(max, maxSeriesPerJob, maxSeriesPerMetric))
                .build();
    }

    /// Reads an encoding as people write it.
    static final class EncodingConverter implements ITypeConverter<BlockEncoding> {
        @Override
        public BlockEncoding convert(String text) {
            return switch (text) {
                case "narthex" -> BlockEncoding.NATIVE;
                case "prometheus" -> BlockEncoding.PROMETHEUS;
                case "prometheus-xor2" -> BlockEncoding.PROMETHEUS_XOR2;
                default ->
                        throw new TypeConversionException(
                                "\"" + text + "\" is none of narthex, prometheus, prometheus-xor2");
            };
        }
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
