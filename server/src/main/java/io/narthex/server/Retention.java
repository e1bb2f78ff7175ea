package io.narthex.server;

import io.narthex.model.DurationText;
import io.narthex.model.number.GoText;
import io.narthex.server.config.RetentionConfig;
import io.narthex.tsdb.TsdbOptions;
import io.narthex.yaml.ByteSizes;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// How long and how much a store keeps.
///
/// Thread safety: stateless.
final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private Retention() {}

    /// Options with what a configuration says of it, if it says anything.
    static TsdbOptions apply(@Nullable RetentionConfig config, TsdbOptions options) {
        return config == null
                ? options
                : options.toBuilder()
                        .retention(Objects.requireNonNullElse(config.time(), TsdbOptions.FOREVER))
                        .retentionBytes(config.bytes())
                        .retentionPercent(config.percent())
                        .build();
    }

    /// What the status page says, such as `15d or 512MiB` or `15d or 80%`.
    static String text(TsdbOptions options) {
        List<String> limits = new ArrayList<>();
        if (!options.retention().equals(TsdbOptions.FOREVER)) {
            limits.add(DurationText.format(options.retention()));
        }
        if (options.retentionBytes() > 0) {
            limits.add(ByteSizes.format(options.retentionBytes()));
        }
        if (options.retentionPercent() > 0) {
            limits.add(GoText.g(options.retentionPercent()) + "%");
        }
        return limits.isEmpty()
                ? DurationText.format(TsdbOptions.FOREVER)
                : String.join(" or ", limits);
    }

    /// Tells whoever gives two sizes which of them counts.
    static void warn(TsdbOptions options) {
        if (options.retentionPercent() > 0 && options.retentionBytes() > 0) {
            LOG.warn(
                    "storage.tsdb.retention.size is ignored, because"
                            + " storage.tsdb.retention.percentage is specified");
        }
    }
}
