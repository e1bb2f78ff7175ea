package io.narthex.server.cli;

import io.narthex.demo.DemoApplication;
import io.narthex.demo.Incident;
import io.narthex.demo.IncidentPlan;
import io.narthex.demo.IncidentWatch;
import io.narthex.demo.LoadGenerator;
import io.narthex.demo.LoadShape;
import io.narthex.http.HttpServerOptions;
import io.narthex.server.ApiOptions;
import io.narthex.server.NarthexServer;
import io.narthex.server.ServerOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// `narthex demo`: a server, a sample application and people that use it, in one process.
@Command(name = "demo", description = "Show it: a server beside a sample application under load.")
final class DemoCommand implements Callable<Integer> {
    /// Requests per second, above the ten of which an alert would complain below.
    private static final double RATE = 25;

    private static final String FAST =
            "Alerts have windows of 30 s, for a demo only: a service's have 5 min.\n";

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
                    "Let something go wrong on purpose; may be given several times. KIND or"
                            + " KIND:PART=VALUE,…: errors[:start=60s,length=5m,rate=10%%],"
                            + " latency[:start=60s,length=5m,rate=30%%,by=1s],"
                            + " load[:start=60s,length=5m,factor=10], down[:start=60s,length=5m],"
                            + " deploy[:start=60s,length=5m,rate=10%%].")
    private List<Incident> incidents = List.of();

    @Option(
            names = "--load",
            paramLabel = "SHAPE",
            converter = LoadConverter.class,
            description =
                    "How the load goes up and down: steady (the default), or daily[:day=12m], a day"
                            + " in minutes with a quiet night, a peak from 9 to 11 h, and workers"
                            + " that follow the load.")
    private LoadShape load = LoadShape.SWELL;

    @Option(
            names = "--fast",
            description =
                    "Alerts with windows of 30 s in place of 5 min, for those who won't wait.")
    private boolean fast;

    @Override
    public Integer call() throws Exception {
        LogFlags.apply(LogFlags.Threshold.warn);
        new Lifetime().await(start(), limit);
        spec.commandLine().getOut().println("The demo has ended.");
        return 0;
    }

    /// Everything that runs, to be closed in the reverse order.
    private record Running(
            DemoRules rules,
            DemoApplication application,
            NarthexServer server,
            IncidentWatch watch,
            LoadGenerator load)
            implements AutoCloseable {
        @Override
        public void close() {
            load.close();
            watch.close();
            server.close();
            application.close();
            rules.close();
        }
    }

    private Running start() throws IOException {
        IncidentPlan plan = plan();
        DemoApplication application = DemoApplication.start(0, plan);
        DemoRules rules = DemoRules.unpack(fast ? DemoRules.FAST : DemoRules.HONEST);
        NarthexServer server;
        try {
            server =
                    NarthexServer.start(
                            options(new DemoIncidents(plan, fast ? "30s" : "5m")),
                            new DemoConfiguration(listen, application.port(), rules.file()).read());
        } catch (RuntimeException e) {
            rules.close();
            application.close();
            throw e;
        }
        DemoIncidents.Marks marks = new DemoIncidents.Marks(server.annotations());
        if (!load.equals(LoadShape.SWELL)) {
            application.scaleWorkers(marks);
        }
        IncidentWatch watch = IncidentWatch.start(plan, marks);
        LoadGenerator generator =
                LoadGenerator.start(application.uri(), RATE, System.nanoTime(), load, plan);
        spec.commandLine().getOut().println(greeting(server, application));
        return new Running(rules, application, server, watch, generator);
    }

    private IncidentPlan plan() {
        try {
            return IncidentPlan.of(incidents);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "error: --incident: " + e.getMessage());
        }
    }

    private ServerOptions options(DemoIncidents control) {
        return ServerOptions.of(HttpServerOptions.DEFAULTS.withListen(listen))
                .withApi(ApiOptions.DEFAULTS.withDemo(control));
    }

    private String greeting(NarthexServer server, DemoApplication application) {
        return """
        Narthex shows its panels at  %s
        The sample application listens at %s and has about %.0f requests per second; all \
        that the panels show is measured, nothing is stored on disk.
        %s%s%s\
        """
                .formatted(
                        server.url(),
                        application.uri(),
                        RATE,
                        fast ? FAST : "",
                        incidents.stream()
                                .map(incident -> incident.describe() + "\n")
                                .collect(Collectors.joining()),
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
            return converted(() -> Incident.parse(text));
        }
    }

    /// Reads `--load`.
    static final class LoadConverter implements CommandLine.ITypeConverter<LoadShape> {
        @Override
        public LoadShape convert(String text) {
            return converted(() -> LoadShape.parse(text));
        }
    }

    private static <T> T converted(Supplier<T> parse) {
        try {
            return parse.get();
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
