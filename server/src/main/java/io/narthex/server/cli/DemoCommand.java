package io.narthex.server.cli;

import io.narthex.demo.DemoApplication;
import io.narthex.demo.Incident;
import io.narthex.demo.LoadGenerator;
import io.narthex.http.HttpServerOptions;
import io.narthex.server.NarthexServer;
import io.narthex.server.ServerOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.server.config.Configuration;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

/// `narthex demo`: a server, a sample application and people that use it, in one process.
@Command(name = "demo", description = "Show it: a server beside a sample application under load.")
final class DemoCommand implements Callable<Integer> {
    /// Requests per second, above the ten of which an alert would complain below.
    private static final double RATE = 25;

    @Spec
    @SuppressWarnings("NullAway.Init") // set before any command runs
    private CommandSpec spec;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1:9090",
            converter = ListenAddress.class,
            description = "Where the server listens (default: ${DEFAULT-VALUE}).")
    private InetSocketAddress listen =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 9090);

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "End by itself after this time, such as 90s (default: never).")
    private @Nullable Duration limit;

    @Option(
            names = "--incident",
            paramLabel = "INCIDENT",
            converter = IncidentConverter.class,
            description =
                    "Let something go wrong on purpose:"
                            + " errors[:start=30s,length=60s,rate=30%%] answers that share of"
                            + " requests with 500.")
    private @Nullable Incident incident;

    @Override
    public Integer call() throws Exception {
        LogFlags.apply(LogFlags.Threshold.warn);
        new Lifetime().await(start(), limit);
        spec.commandLine().getOut().println("The demo has ended.");
        return 0;
    }

    /// Everything that runs, to be closed in the reverse order.
    private record Running(
            DemoRules rules, DemoApplication application, NarthexServer server, LoadGenerator load)
            implements AutoCloseable {
        @Override
        public void close() {
            load.close();
            server.close();
            application.close();
            rules.close();
        }
    }

    private Running start() throws IOException {
        DemoApplication application = DemoApplication.start(0, incident);
        DemoRules rules = DemoRules.unpack();
        NarthexServer server;
        try {
            server =
                    NarthexServer.start(options(), configuration(application.port(), rules.file()));
        } catch (RuntimeException e) {
            rules.close();
            application.close();
            throw e;
        }
        LoadGenerator load = LoadGenerator.start(application.uri(), RATE, System.nanoTime());
        spec.commandLine().getOut().println(greeting(server, application));
        return new Running(rules, application, server, load);
    }

    private ServerOptions options() {
        return ServerOptions.of(HttpServerOptions.DEFAULTS.withListen(listen));
    }

    private String greeting(NarthexServer server, DemoApplication application) {
        return """
        Narthex shows its panels at  %s
        The sample application listens at %s and has about %.0f requests per second; all \
        that the panels show is measured, nothing is stored on disk.
        %s%s\
        """
                .formatted(
                        server.url(),
                        application.uri(),
                        RATE,
                        incident == null ? "" : incident.describe() + "\n",
                        limit == null
                                ? "Ctrl-C ends it."
                                : "It ends by itself after "
                                        + limit.toSeconds()
                                        + " s, or with Ctrl-C.");
    }

    /// Reads `--incident`.
    static final class IncidentConverter implements CommandLine.ITypeConverter<Incident> {
        @Override
        public Incident convert(String text) {
            try {
                return Incident.parse(text);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    private Configuration configuration(int applicationPort, Path rules) {
        String yaml =
                """
                global:
                  scrape_interval: 2s
                  evaluation_interval: 2s
                rule_files: ['%s']
                scrape_configs:
                  - job_name: fastapi
                    static_configs:
                      - targets: ["127.0.0.1:%d"]
                %sslos:
                  - name: availability
                    objective: 99.9
                    window: 30d
                    indicator:
                      total: fastapi_request_count_total{endpoint!="/metrics"}
                      bad: fastapi_request_count_total{endpoint!="/metrics",status_code=~"5.."}
                  - name: errors
                    objective: 99
                    window: 30d
                    indicator:
                      total: fastapi_request_count_total{endpoint!="/metrics"}
                      bad: fastapi_request_count_total{endpoint!="/metrics",status_code=~"5.."}
                  - name: latency
                    window: 30d
                    indicator:
                      latency:
                        metric: fastapi_request_duration_seconds{endpoint!="/metrics"}
                        threshold: 0.8
                        ratio: 0.95
                """
                        // A free port that the system picks is not known yet.
                        .formatted(rules, applicationPort, listen.getPort() == 0 ? "" : itself());
        return ConfigFile.parse("demo.yml", yaml, _ -> null);
    }

    private String itself() {
        String host =
                listen.getAddress().isAnyLocalAddress() ? "localhost" : listen.getHostString();
        return """
          - job_name: narthex
            static_configs:
              - targets: ["%s:%d"]
            metric_relabel_configs:
              # It is one process, and the application has these figures already.
              - {source_labels: [__name__], regex: process_.*, action: drop}
        """
                .formatted(host.contains(":") ? "[" + host + "]" : host, listen.getPort());
    }
}
