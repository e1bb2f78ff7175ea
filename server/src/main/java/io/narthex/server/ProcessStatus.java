package io.narthex.server;

import io.narthex.http.StatusView;
import io.narthex.server.config.Configuration;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/// What the status endpoints show of this process.
///
/// @param startTime when the process began
/// @param configuration what runs
/// @param reload how it was loaded
/// @param retention how long and how much is kept, for people
///
/// Thread safety: immutable.
record ProcessStatus(
        Instant startTime,
        Supplier<Configuration> configuration,
        Supplier<ReloadStatus> reload,
        String retention,
        Map<String, String> flags,
        String hostname)
        implements StatusView {
    @Override
    public BuildInfo buildInfo() {
        return Version.buildInfo();
    }

    @Override
    public RuntimeInfo runtimeInfo() {
        ReloadStatus loaded = reload.get();
        return new RuntimeInfo(
                startTime,
                Path.of("").toAbsolutePath().toString(),
                hostname,
                loaded.successful(),
                loaded.lastSuccess(),
                0,
                retention);
    }

    @Override
    public String configYaml() {
        return configuration.get().yaml();
    }
}
