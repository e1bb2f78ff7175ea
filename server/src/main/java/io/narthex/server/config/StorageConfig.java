package io.narthex.server.config;

import io.narthex.yaml.YamlMapping;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// The block `storage` of a configuration.
///
/// @param retention `tsdb.retention`; null where the file does not say
/// @param outOfOrderWindow `tsdb.out_of_order_time_window`; zero for no out-of-order samples
/// @param maxExemplars `exemplars.max_exemplars`, 0 or less for none; null where the file does not
///     say
///
/// Thread safety: immutable.
public record StorageConfig(
        @Nullable RetentionConfig retention,
        Duration outOfOrderWindow,
        @Nullable Long maxExemplars) {
    /// What holds where a file has no such block.
    public static final StorageConfig DEFAULTS = new StorageConfig(null, Duration.ZERO, null);

    static StorageConfig read(YamlMapping storage) {
        Duration[] window = {Duration.ZERO};
        Long[] max = new Long[1];
        YamlMapping tsdb = storage.mapping("tsdb");
        RetentionConfig retention = RetentionConfig.read(tsdb.mapping("retention"));
        tsdb.duration("out_of_order_time_window", d -> window[0] = d);
        tsdb.notSupportedYet("stale_series_compaction_threshold", "chunk_encoding");
        tsdb.refuseTheRest();
        YamlMapping exemplars = storage.mapping("exemplars");
        exemplars.number("max_exemplars", n -> max[0] = n);
        exemplars.refuseTheRest();
        storage.refuseTheRest();
        return new StorageConfig(retention, window[0], max[0]);
    }
}
