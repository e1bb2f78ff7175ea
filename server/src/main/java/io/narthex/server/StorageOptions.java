package io.narthex.server;

import io.narthex.tsdb.io.SyncMode;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;

/// How a server keeps samples.
///
/// @param retention for how long
/// @param directory where; null for memory only
/// @param sync when samples are made to survive a power cut
///
/// Thread safety: immutable.
public record StorageOptions(Duration retention, @Nullable Path directory, SyncMode sync) {
    /// In memory only, where a restart loses them.
    public static StorageOptions inMemory(Duration retention) {
        return new StorageOptions(retention, null, SyncMode.NONE);
    }
}
