package io.narthex.http.api;

import io.narthex.http.StatusView;
import io.narthex.http.json.JsonWriter;
import io.narthex.http.net.Exchange;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/// `status/…`.
///
/// Thread safety: safe for concurrent calls.
final class StatusEndpoints {
    private final StatusView view;
    private final InstantSource clock;

    StatusEndpoints(StatusView view, InstantSource clock) {
        this.view = view;
        this.clock = clock;
    }

    ApiResponse buildInfo(ApiRequest request) {
        return ApiResponse.of(this::writeBuildInfo);
    }

    private void writeBuildInfo(JsonWriter out) throws IOException {
        StatusView.BuildInfo build = view.buildInfo();
        out.beginObject()
                .name("version")
                .value(build.version())
                .name("revision")
                .value(build.revision())
                .name("branch")
                .value(build.branch())
                .name("buildUser")
                .value(build.buildUser())
                .name("buildDate")
                .value(build.buildDate())
                // Clients expect the member; what runs here is no Go.
                .name("goVersion")
                .value("java" + Runtime.version().feature())
                .name("application")
                .value(build.application())
                .endObject();
    }

    /// `/version`: the build as a plain object, of the type that Prometheus gives it.
    void version(Exchange exchange) throws IOException {
        exchange.header("Content-Type", "text/plain; charset=utf-8");
        JsonWriter out = new JsonWriter(new ResponseBody(exchange, 200, ContentCoding.IDENTITY));
        writeBuildInfo(out);
        out.finish();
    }

    ApiResponse runtimeInfo(ApiRequest request) {
        StatusView.RuntimeInfo info = view.runtimeInfo();
        return ApiResponse.of(
                out ->
                        out.beginObject()
                                .name("startTime")
                                .value(ApiTime.format(info.startTime()))
                                .name("CWD")
                                .value(info.workingDirectory())
                                .name("hostname")
                                .value(info.hostname())
                                .name("serverTime")
                                .value(ApiTime.format(clock.instant()))
                                .name("reloadConfigSuccess")
                                .value(info.reloadConfigSuccess())
                                .name("lastConfigTime")
                                .value(ApiTime.format(info.lastConfigTime()))
                                .name("corruptionCount")
                                .value(info.corruptionCount())
                                .name("goroutineCount")
                                .value((long) Thread.activeCount())
                                .name("GOMAXPROCS")
                                .value((long) Runtime.getRuntime().availableProcessors())
                                .name("GOMEMLIMIT")
                                .value(Runtime.getRuntime().maxMemory())
                                .name("GOGC")
                                .value("")
                                .name("GODEBUG")
                                .value("")
                                .name("storageRetention")
                                .value(info.storageRetention())
                                .endObject());
    }

    ApiResponse flags(ApiRequest request) {
        return ApiResponse.of(
                out -> {
                    out.beginObject();
                    for (Map.Entry<String, String> e : new TreeMap<>(view.flags()).entrySet()) {
                        out.name(e.getKey()).value(e.getValue());
                    }
                    out.endObject();
                });
    }

    ApiResponse config(ApiRequest request) {
        return ApiResponse.of(
                out -> out.beginObject().name("yaml").value(view.configYaml()).endObject());
    }
}
