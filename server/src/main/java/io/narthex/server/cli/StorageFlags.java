package io.narthex.server.cli;

import io.narthex.server.StorageOptions;
import io.narthex.tsdb.io.SyncMode;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/// Flags about samples on disk.
final class StorageFlags {
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

    StorageOptions options() {
        return new StorageOptions(retention, path, sync);
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
