package io.narthex.server.config;

import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.KeyType;
import io.narthex.yaml.YamlMapping;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// The block `storage.tsdb.retention` of a configuration, which stands for what the command line
/// says of both time and size, as in Prometheus.
///
/// @param time how long samples are kept; null for no limit
/// @param bytes how large the store may be; 0 for no limit
/// @param percent the same in hundredths of its file system, 0 to 100; where it is not 0, `bytes`
///     does not count
///
/// Thread safety: immutable.
public record RetentionConfig(@Nullable Duration time, long bytes, double percent) {
    static final KeyTable KEYS =
            KeyTable.of(
                    "retention",
                    Key.of(
                            "time",
                            KeyType.DURATION,
                            "0s",
                            "how long samples are kept; 0 for no limit"),
                    Key.of("size", KeyType.SIZE, "0", "how large the store may be; 0 for no limit"),
                    Key.of(
                            "percentage",
                            KeyType.NUMBER,
                            "0",
                            "the same in hundredths of its file system; `size` then does not"
                                    + " count"));

    /// @return null where the block limits nothing
    static @Nullable RetentionConfig read(YamlMapping block) {
        @Nullable Duration[] time = new @Nullable Duration[1];
        long[] bytes = new long[1];
        block.duration("time", d -> time[0] = d.isZero() ? null : d);
        block.size("size", n -> bytes[0] = n);
        double[] percent = new double[1];
        block.value("percentage", RetentionConfig::percentage, n -> percent[0] = n);
        block.refuseTheRest();
        return time[0] == null && bytes[0] == 0 && percent[0] == 0
                ? null
                : new RetentionConfig(time[0], bytes[0], percent[0]);
    }

    private static double percentage(String text) {
        double n;
        try {
            n = Double.parseDouble(text);
        } catch (NumberFormatException _) {
            n = Double.NaN;
        }
        if (!(n >= 0 && n <= 100)) {
            throw new IllegalArgumentException(
                    "must be a number in the range [0, 100], not \"" + text + "\"");
        }
        return n;
    }
}
