package io.narthex.server;

import io.narthex.http.BodyHandler;
import io.narthex.http.HttpServices;
import io.narthex.remote.RemoteWriteOptions;
import io.narthex.remote.RemoteWriteOutcome;
import io.narthex.remote.RemoteWriteReceiver;
import io.narthex.remote.otlp.OtlpFeatures;
import io.narthex.remote.otlp.OtlpOptions;
import io.narthex.remote.otlp.OtlpOutcome;
import io.narthex.remote.otlp.OtlpReceiver;
import io.narthex.server.config.Configuration;
import io.narthex.server.metrics.OwnMetrics;
import io.narthex.server.receive.TextImport;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.pressure.DiskStage;

import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

/// Who takes samples that others push, and at which path.
///
/// Thread safety: for the thread that starts the server.
final class Receivers {
    private static final String IMPORT = "/api/v1/import/prometheus";
    private static final String OTLP = "/api/v1/otlp/v1/metrics";

    private final ServerOptions server;
    private final ReceiverOptions options;
    private final Tsdb tsdb;
    private final OwnMetrics metrics;
    private final Supplier<Configuration> configuration;

    /// @param configuration the one that runs
    Receivers(
            ServerOptions server,
            Tsdb tsdb,
            OwnMetrics metrics,
            Supplier<Configuration> configuration) {
        this.server = server;
        this.options = server.receivers();
        this.tsdb = tsdb;
        this.metrics = metrics;
        this.configuration = configuration;
    }

    /// Adds those that the options want. What needs a flag says so where it is asked without.
    void register(HttpServices.Builder services) {
        if (options.remoteWrite()) {
            services.receiver("/api/v1/write", whileLogged(remoteWrite()));
            services.receiver(IMPORT, whileLogged(textImport()));
        } else {
            services.receiver(
                    IMPORT, disabled("the import of expositions", "remote-write-receiver"));
        }
        services.receiver(
                OTLP,
                options.otlp()
                        ? whileLogged(otlp())
                        : disabled("otlp write receiver", "otlp-receiver"));
    }

    private BodyHandler otlp() {
        OtlpReceiver receiver =
                new OtlpReceiver(
                        tsdb,
                        () -> configuration.get().otlp(),
                        OtlpOptions.DEFAULTS.with(
                                server.engine().lookback(),
                                new OtlpFeatures(
                                        options.writeFeatures().typeAndUnitLabels(),
                                        options.writeFeatures().zeroStarts(),
                                        options.writeFeatures().storedStarts(),
                                        options.otlpDeltas())),
                        InstantSource.system());
        metrics.watchOtlp(receiver::stats);
        return (head, body) -> {
            OtlpOutcome outcome =
                    receiver.receive(
                            head.header("Content-Type"), head.header("Content-Encoding"), body);
            return new BodyHandler.Reply(outcome.status(), Map.of(), outcome.text());
        };
    }

    private static BodyHandler disabled(String what, String flag) {
        String text = what + " needs to be enabled with --web.enable-" + flag;
        return (_, _) -> new BodyHandler.Reply(404, Map.of(), text);
    }

    private BodyHandler textImport() {
        return new TextImport(
                tsdb,
                InstantSource.system(),
                RemoteWriteOptions.DEFAULTS.maxDecodedBytes(),
                options.writeFeatures().typeAndUnitLabels());
    }

    private BodyHandler remoteWrite() {
        RemoteWriteReceiver receiver =
                new RemoteWriteReceiver(
                        tsdb,
                        RemoteWriteOptions.DEFAULTS.with(options.writeFeatures()),
                        InstantSource.system());
        metrics.watchRemoteWrite(receiver::stats);
        return (head, body) -> {
            RemoteWriteOutcome outcome =
                    receiver.receive(
                            head.header("Content-Type"), head.header("Content-Encoding"), body);
            return new BodyHandler.Reply(outcome.status(), outcome.headers(), outcome.text());
        };
    }

    /// A sender keeps what is not acknowledged, so nothing is taken that a restart would lose.
    private BodyHandler whileLogged(BodyHandler handler) {
        return (head, body) -> {
            DiskStage disk = tsdb.diskStage();
            return disk.hasNoLog()
                    ? new BodyHandler.Reply(
                            503, Map.of(), "the log can't be written: " + disk.text())
                    : handler.handle(head, body);
        };
    }
}
