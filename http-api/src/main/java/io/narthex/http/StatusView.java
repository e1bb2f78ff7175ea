package io.narthex.http;

import java.time.Instant;
import java.util.Map;

/// What `/api/v1/status/…` shows of the process.
///
/// Thread safety: implementations are safe for concurrent calls.
public interface StatusView {
    /// Version and origin of the build.
    BuildInfo buildInfo();

    /// State of the running process.
    RuntimeInfo runtimeInfo();

    /// Every command line flag with its value, by name without dashes.
    Map<String, String> flags();

    /// The configuration as YAML, defaults filled in, secrets hidden.
    String configYaml();

    /// The build.
    ///
    /// @param version the level of Prometheus' API that is spoken (`3.14.0`): clients choose
    ///     features by it
    /// @param application the program's own name and version
    record BuildInfo(
            String version,
            String revision,
            String branch,
            String buildUser,
            String buildDate,
            String application) {}

    /// The running process; what the Java runtime knows by itself is added by the API.
    ///
    /// @param workingDirectory where the process was started
    /// @param lastConfigTime when the configuration was loaded
    /// @param corruptionCount corruptions that the store met
    /// @param storageRetention such as `15d`
    record RuntimeInfo(
            Instant startTime,
            String workingDirectory,
            String hostname,
            boolean reloadConfigSuccess,
            Instant lastConfigTime,
            long corruptionCount,
            String storageRetention) {}
}
