package io.narthex.server.cli;

import io.narthex.http.HttpServerOptions;
import io.narthex.http.security.WebConfigSource;
import io.narthex.model.DurationText;
import io.narthex.remote.WriteMessage;
import io.narthex.server.AlertingOptions;
import io.narthex.server.ApiOptions;
import io.narthex.server.NarthexServer;
import io.narthex.server.ReloadOptions;
import io.narthex.server.ServerOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.server.config.Configuration;
import io.narthex.server.config.WebConfigFile;
import io.narthex.server.features.EnabledFeatures;
import io.narthex.tsdb.TsdbOptions;
import io.narthex.tsdb.io.SyncMode;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// `narthex server`: runs the server with Prometheus' flags.
@Command(
        name = "server",
        description = "Run the server: scrape targets, store samples, answer queries.",
        sortOptions = false)
final class ServerCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServerCommand.class);

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Spec
    @SuppressWarnings("NullAway.Init") // set before any command runs
    private CommandSpec spec;

    @Option(
            names = "--config.file",
            paramLabel = "FILE",
            defaultValue = "narthex.yml",
            description = "Configuration in Prometheus' syntax (default: ${DEFAULT-VALUE}).")
    private Path configFile = Path.of("narthex.yml");

    @Option(
            names = "--config.auto-reload",
            description = "Reload the configuration when it or one of its rule files changes.")
    private boolean autoReload;

    @Option(
            names = "--config.auto-reload-interval",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How often to look for changes, at most once a second (default: 30s).")
    private Duration autoReloadInterval = Duration.ofSeconds(30);

    @Mixin private final StorageFlags storage = new StorageFlags();

    @Mixin private final WebFlags web = new WebFlags();

    @Mixin private final ReceiverFlags receivers = new ReceiverFlags();

    @Mixin private final QueryFlags query = new QueryFlags();

    @Mixin private final RuleFlags rules = new RuleFlags();

    @Mixin private final AlertingFlags alerting = new AlertingFlags();

    @Mixin private final ApiFlags api = new ApiFlags();

    @Mixin private final FeatureFlags featureFlags = new FeatureFlags();

    @Mixin private final LogFlags log = new LogFlags();

    @Override
    public Integer call() throws Exception {
        log.apply();
        EnabledFeatures features = featureFlags.enable();
        Configuration configuration = ConfigFile.read(configFile, features.configDefaults());
        ServerOptions options =
                new ServerOptions(
                        web.options(),
                        query.options(features.engine()),
                        query.hints(),
                        query.slowLogThreshold(),
                        storageOptions(features),
                        receivers.options(features),
                        web.adminApi(),
                        web.externalUrl(),
                        rules.options(features.concurrentRules()),
                        alertingOptions(),
                        apiOptions(features.search()),
                        flags());
        Lifetime lifetime = new Lifetime();
        NarthexServer server =
                NarthexServer.start(options, configuration, reloading(features, lifetime));
        HangupSignal.handle(server::reload);
        LOG.info("ready at {}", server.url());
        lifetime.await(server, null);
        return 0;
    }

    private ReloadOptions reloading(EnabledFeatures features, Lifetime lifetime) {
        boolean watched = autoReload || features.autoReload();
        boolean tooOften = autoReloadInterval.compareTo(SECOND) < 0;
        return new ReloadOptions(
                configFile,
                features.configDefaults(),
                watched ? (tooOften ? SECOND : autoReloadInterval) : null,
                web.lifecycle() ? lifetime::end : null);
    }

    private TsdbOptions storageOptions(EnabledFeatures features) {
        try {
            return storage.options().toBuilder()
                    .maxExemplars(features.exemplarStorage() ? StorageFlags.MAX_EXEMPLARS : 0)
                    .build();
        } catch (IllegalArgumentException e) {
            throw wrongFlag(e);
        }
    }

    private AlertingOptions alertingOptions() {
        try {
            return alerting.options();
        } catch (IllegalArgumentException e) {
            throw wrongFlag(e);
        }
    }

    private ApiOptions apiOptions(boolean search) {
        try {
            return api.options(search);
        } catch (IllegalArgumentException e) {
            throw wrongFlag(e);
        }
    }

    private ParameterException wrongFlag(IllegalArgumentException e) {
        return new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }

    /// Every flag of this command with its value, as the status page shows them.
    private Map<String, String> flags() {
        Map<String, String> flags = new LinkedHashMap<>();
        for (OptionSpec option : spec.options()) {
            Object value = option.getValue();
            if (!option.usageHelp() && value != null) {
                flags.put(option.longestName().substring("--".length()), text(value));
            }
        }
        return flags;
    }

    /// A flag's value as somebody would write it.
    private static String text(Object value) {
        return switch (value) {
            case Duration duration -> DurationText.format(duration);
            case SyncMode mode -> mode.name().toLowerCase(Locale.ROOT);
            case InetSocketAddress a -> a.getHostString() + ":" + a.getPort();
            case WriteMessage message -> message.proto();
            case List<?> list ->
                    list.stream().map(ServerCommand::text).collect(Collectors.joining(","));
            default -> String.valueOf(value);
        };
    }

    /// Flags about HTTP.
    static final class WebFlags {
        @Option(
                names = "--web.listen-address",
                paramLabel = "ADDRESS",
                converter = ListenAddress.class,
                description =
                        "Where to listen; may be given several times (default: 0.0.0.0:9090).")
        private List<InetSocketAddress> listen = List.of();

        @Option(
                names = "--web.config.file",
                paramLabel = "FILE",
                description =
                        "Who may ask, and how: TLS, passwords, tokens, in the syntax of Prometheus'"
                                + " exporters. Changes take effect at once (default: none).")
        private @Nullable Path configFile;

        @Option(
                names = "--web.enable-lifecycle",
                description = "Let /-/reload load the configuration and /-/quit end the server.")
        private boolean lifecycle;

        @Option(
                names = "--web.enable-admin-api",
                description =
                        "Let /api/v1/admin/tsdb delete series, clean tombstones, take snapshots.")
        private boolean adminApi;

        @Option(
                names = "--web.external-url",
                paramLabel = "URL",
                description = "Where others reach this server.")
        private @Nullable URI externalUrl;

        @Option(
                names = "--web.route-prefix",
                paramLabel = "PATH",
                description = "Path before every route (default: that of the external URL).")
        private @Nullable String routePrefix;

        @Option(
                names = "--web.read-timeout",
                paramLabel = "DURATION",
                converter = DurationConverter.class,
                description = "Longest time to receive a request (default: 5m).")
        private Duration readTimeout = HttpServerOptions.DEFAULTS.readTimeout();

        @Option(
                names = "--web.max-connections",
                paramLabel = "N",
                description = "Connections open at once (default: 512).")
        private int maxConnections = HttpServerOptions.DEFAULTS.maxConnections();

        @Option(
                names = "--web.cors.origin",
                paramLabel = "REGEX",
                description = "Origins that may read answers in a browser (default: .*).")
        private java.util.regex.Pattern corsOrigin = HttpServerOptions.DEFAULTS.corsOrigin();

        boolean lifecycle() {
            return lifecycle;
        }

        boolean adminApi() {
            return adminApi;
        }

        @Nullable URI externalUrl() {
            return externalUrl;
        }

        HttpServerOptions options() {
            HttpServerOptions defaults = HttpServerOptions.DEFAULTS;
            HttpServerOptions options =
                    defaults.withLimits(maxConnections, defaults.maxBodyBytes())
                            .withTimeouts(readTimeout, defaults.writeTimeout())
                            .withRoutePrefix(prefix())
                            .withCorsOrigin(corsOrigin)
                            .withSecurity(
                                    configFile == null
                                            ? WebConfigSource.OPEN
                                            : new WebConfigFile(
                                                    configFile, InstantSource.system()));
            return listen.isEmpty()
                    ? options
                    : options.withListen(listen.toArray(InetSocketAddress[]::new));
        }

        private String prefix() {
            if (routePrefix != null) {
                return routePrefix;
            }
            return externalUrl == null || externalUrl.getPath() == null
                    ? "/"
                    : externalUrl.getPath();
        }
    }
}
