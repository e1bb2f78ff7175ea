package io.narthex.server.config;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// The block `storage` of a configuration.
///
/// @param retention `tsdb.retention.time`; null where the file does not say
/// @param outOfOrderWindow `tsdb.out_of_order_time_window`; zero for no out-of-order samples
///
/// Thread safety: immutable.
public record StorageConfig(@Nullable Duration retention, Duration outOfOrderWindow) {
    /// What holds where a file has no such block.
    public static final StorageConfig DEFAULTS = new StorageConfig(null, Duration.ZERO);

    static StorageConfig read(YamlMapping storage) {
        Duration[] time = new Duration[1];
        Duration[] window = {Duration.ZERO};
        YamlMapping tsdb = storage.mapping("tsdb");
        YamlMapping retention = tsdb.mapping("retention");
        retention.duration("time", d -> time[0] = d);
        retention.notSupportedYet("size", "percentage");
        retention.refuseTheRest();
        tsdb.duration("out_of_order_time_window", d -> window[0] = d);
        tsdb.notSupportedYet("stale_series_compaction_threshold", "chunk_encoding");
        tsdb.refuseTheRest();
        storage.notSupportedYet("exemplars");
        storage.refuseTheRest();
        return new StorageConfig(time[0], window[0]);
    }
}
