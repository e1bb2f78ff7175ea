package io.narthex.http;

import java.time.Instant;
import java.util.Map;

/// The status of a process that tells nothing about itself.
///
/// @param startTime when it was created
record PlainStatus(Instant startTime) implements StatusView {
    @Override
    public BuildInfo buildInfo() {
        return new BuildInfo("3.14.0", "", "", "", "", "narthex");
    }

    @Override
    public RuntimeInfo runtimeInfo() {
        return new RuntimeInfo(startTime, "", "", true, startTime, 0, "");
    }

    @Override
    public Map<String, String> flags() {
        return Map.of();
    }

    @Override
    public String configYaml() {
        return "";
    }
}
