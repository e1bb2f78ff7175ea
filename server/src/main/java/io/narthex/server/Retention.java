package io.narthex.server;

import io.narthex.model.DurationText;
import io.narthex.server.config.ByteSizes;
import io.narthex.server.config.RetentionConfig;
import io.narthex.tsdb.TsdbOptions;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// How long and how much a store keeps.
///
/// Thread safety: stateless.
final class Retention {
    private Retention() {}

    /// Options with what a configuration says of it, if it says anything.
    static TsdbOptions apply(@Nullable RetentionConfig config, TsdbOptions options) {
        return config == null
                ? options
                : options.toBuilder()
                        .retention(Objects.requireNonNullElse(config.time(), TsdbOptions.FOREVER))
                        .retentionBytes(config.bytes())
                        .build();
    }

    /// What the status page says, such as `15d or 512MiB`.
    static String text(TsdbOptions options) {
        String time = DurationText.format(options.retention());
        if (options.retentionBytes() == 0) {
            return time;
        }
        String size = ByteSizes.format(options.retentionBytes());
        return options.retention().equals(TsdbOptions.FOREVER) ? size : time + " or " + size;
    }
}
