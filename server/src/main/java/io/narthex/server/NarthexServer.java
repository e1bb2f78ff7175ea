package io.narthex.server;

import io.narthex.http.HttpServer;
import io.narthex.http.HttpServices;
import io.narthex.http.Notifications;
import io.narthex.http.QueryAdvisor;
import io.narthex.http.StaticAssets;
import io.narthex.model.StorageException;
import io.narthex.rules.file.RuleFile;
import io.narthex.rules.file.RuleFileReader;
import io.narthex.server.annotations.AnnotationBook;
import io.narthex.server.config.Configuration;
import io.narthex.server.features.FeatureTable;
import io.narthex.server.hints.QueryHints;
import io.narthex.server.metrics.OwnMetrics;
import io.narthex.tsdb.TsdbOptions;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// A running server: store, engine, scraper, rules, remote write receiver, HTTP.
///
/// Thread safety: safe for concurrent calls.
public final class NarthexServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NarthexServer.class);

    private final Parts parts;
    private final ConfigReload reload;
    private final Notifications notifications;
    private final HttpServer http;
    private final String scheme;
    private final AtomicBoolean closed = new AtomicBoolean();

    private NarthexServer(
            Parts parts,
            ConfigReload reload,
            Notifications notifications,
            HttpServer http,
            String scheme) {
        this.parts = parts;
        this.reload = reload;
        this.notifications = notifications;
        this.http = http;
        this.scheme = scheme;
    }

    /// Starts everything with a configuration that stays.
    ///
    /// @throws io.narthex.http.ListenException if an address can't be had; nothing is left running
    /// @throws StorageException if the data directory can't be used
    /// @throws io.narthex.rules.file.RuleFileException if a rule file can't be used
    public static NarthexServer start(ServerOptions options, Configuration configuration) {
        return start(options, configuration, ReloadOptions.NONE);
    }

    /// Starts everything; when it returns, targets are scraped and queries answered.
    ///
    /// @param reloading how another configuration may take the place of this one
    /// @throws io.narthex.http.ListenException if an address can't be had; nothing is left running
    /// @throws StorageException if the data directory can't be used
    /// @throws io.narthex.rules.file.RuleFileException if a rule file can't be used
    public static NarthexServer start(
            ServerOptions options, Configuration configuration, ReloadOptions reloading) {
        List<RuleFile> ruleFiles = AppliedConfiguration.files(options, configuration);
        TsdbOptions storage = StorageSettings.of(options, configuration);
        Retention.warn(storage);
        String retention = Retention.text(storage);
        Parts parts = Parts.open(options, storage, configuration);
        AppliedConfiguration applied =
                new AppliedConfiguration(options, configuration, ruleFiles, parts);
        ConfigReload reload = new ConfigReload(reloading, applied::apply, InstantSource.system());
        parts.watch(reload);
        OwnMetrics metrics = parts.metrics();
        HttpServices.Builder services = services(options, parts);
        new Receivers(options, parts.tsdb(), metrics, applied::configuration).register(services);
        services.status(status(options, retention, applied, reload));
        configured(services, options, reloading, parts, applied, reload);
        OfferedApi.to(services, options, parts, applied);
        Notifications notifications = OfferedApi.notifications(options, reload);
        services.notifications(notifications);
        HttpServer http;
        try {
            parts.slos().apply(configuration.slos());
            http = HttpServer.start(options.http(), services.build());
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
        metrics.watch(http::stats);
        NarthexServer server =
                new NarthexServer(
                        parts, reload, notifications, http, OwnAddress.scheme(options.http()));
        applied.begin();
        parts.slos().onSettled(applied::followBuckets);
        reload.watch();
        tellStorage(options.storage().directory(), retention);
        return server;
    }

    /// Adds what needs the configuration that runs.
    private static void configured(
            HttpServices.Builder services,
            ServerOptions options,
            ReloadOptions reloading,
            Parts parts,
            AppliedConfiguration applied,
            ConfigReload reload) {
        services.backtests(backtests(options, parts, applied));
        services.features(FeatureTable.of(options, reloading));
        boolean open =
                options.adminApi() || reloading.quit() != null || options.api().demo() != null;
        services.annotations(new BookedAnnotations(parts.annotations(), open));
        services.dashboards(new ShownDashboards(Parts.dashboards(options), open));
        services.demo(options.api().demo());
        if (reloading.quit() != null) {
            services.lifecycle(new ReloadLifecycle(reload, reloading.quit()));
        }
    }

    private static void tellStorage(@Nullable Path directory, String retention) {
        if (directory == null) {
            LOG.info("samples live in memory only, for {}: a restart loses them", retention);
        } else {
            LOG.info("samples are kept in {} for {}", directory, retention);
        }
    }

    private static StoredBacktests backtests(
            ServerOptions options, Parts parts, AppliedConfiguration applied) {
        return new StoredBacktests(
                parts.engine(),
                parts.tsdb(),
                new RuleFileReader(options.engine().features().parser()),
                applied::rules,
                applied::defaults,
                OwnAddress.external(options));
    }

    private static ProcessStatus status(
            ServerOptions options,
            String retention,
            AppliedConfiguration applied,
            ConfigReload reload) {
        return new ProcessStatus(
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
                applied::configuration,
                reload::status,
                retention,
                options.flags(),
                OwnAddress.hostname());
    }

    private static HttpServices.Builder services(ServerOptions options, Parts parts) {
        ScrapedTargets targets = new ScrapedTargets(parts.scraper());
        BookedSilences silences =
                new BookedSilences(parts.alerts().silences(), InstantSource.system());
        HttpServices.Builder services =
                HttpServices.builder(parts.engine()::prepare, parts.tsdb())
                        .syntax(options.engine().features().parser())
                        .advisor(
                                options.queryHints()
                                        ? QueryHints.of(
                                                targets, parts.tsdb(), parts.engine()::prepare)
                                        : QueryAdvisor.NONE)
                        .observer(parts.queryLogs())
                        .readiness(new StoreReadiness(parts.tsdb()))
                        .exemplars(parts.tsdb())
                        .targets(targets)
                        .store(new StoreStatus(parts.tsdb()))
                        .slos(new BookedSlos(parts.slos()))
                        .rules(new RunningRules(parts.rules()))
                        .alertHistory(new AlertChanges(parts.alertHistory()))
                        .alertmanagers(parts.alerts())
                        .deliveries(new ToldReceivers(parts.alerts()::told))
                        .silences(silences)
                        .metrics(parts.metrics()::render)
                        .assets(
                                StaticAssets.ofClassPath(
                                        NarthexServer.class.getClassLoader(), "io/narthex/ui"));
        if (options.alerting().silenceApi()) {
            services.silenceControl(silences);
        }
        if (options.adminApi()) {
            services.admin(
                    new StoreAdministration(
                            parts.tsdb(), options.storage().directory(), InstantSource.system()));
        }
        return services;
    }

    /// Reads the configuration file again and goes on with it.
    ///
    /// @return what is wrong, which the log has too, or null where that was done
    public @Nullable String reload() {
        return reload.reload();
    }

    /// What is noted about times.
    public AnnotationBook annotations() {
        return parts.annotations();
    }

    /// The addresses that the server listens on, with real ports.
    public List<InetSocketAddress> addresses() {
        return http.addresses();
    }

    /// The address to type into a browser on this machine.
    public String url() {
        InetSocketAddress address = addresses().getFirst();
        boolean any = address.getAddress().isAnyLocalAddress();
        String host = any ? "localhost" : address.getHostString();
        return scheme
                + (host.contains(":") ? "[" + host + "]" : host)
                + ":"
                + address.getPort()
                + "/";
    }

    /// Stops answering, then rules and scraping, then everything else. May be called twice.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            notifications.close();
            http.close();
            reload.close();
            parts.close();
            LOG.info("stopped");
        }
    }
}
