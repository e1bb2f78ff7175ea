package io.narthex.server;

import io.narthex.http.StatusView;
import io.narthex.model.DurationText;
import io.narthex.server.config.Configuration;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// What the status endpoints show of this process.
///
/// @param startTime when the process began
/// @param retention how long samples are kept
///
/// Thread safety: immutable.
record ProcessStatus(
        Instant startTime,
        Configuration configuration,
        Duration retention,
        Map<String, String> flags,
        String hostname)
        implements StatusView {
    @Override
    public BuildInfo buildInfo() {
        return Version.buildInfo();
    }

    @Override
    public RuntimeInfo runtimeInfo() {
        return new RuntimeInfo(
                startTime,
                Path.of("").toAbsolutePath().toString(),
                hostname,
                true,
                startTime,
                0,
                DurationText.format(retention));
    }

    @Override
    public String configYaml() {
        return configuration.yaml();
    }
}
