package io.narthex.server;

import io.narthex.http.HttpServer;
import io.narthex.http.HttpServerOptions;
import io.narthex.http.HttpServices;
import io.narthex.http.Notifications;
import io.narthex.http.QueryAdvisor;
import io.narthex.http.StaticAssets;
import io.narthex.model.StorageException;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.rules.AlertListener;
import io.narthex.rules.AlertSink;
import io.narthex.rules.RuleScheduler;
import io.narthex.rules.RuleServices;
import io.narthex.rules.deliver.Deliveries;
import io.narthex.rules.file.RuleFile;
import io.narthex.rules.file.RuleFileReader;
import io.narthex.rules.history.AlertHistory;
import io.narthex.rules.notify.SendTimings;
import io.narthex.rules.slo.LedgerPlace;
import io.narthex.rules.slo.SloBook;
import io.narthex.scrape.Scraper;
import io.narthex.scrape.ScraperOptions;
import io.narthex.scrape.StartTimestamps;
import io.narthex.server.annotations.AlertMarks;
import io.narthex.server.annotations.AnnotationBook;
import io.narthex.server.config.Configuration;
import io.narthex.server.features.FeatureTable;
import io.narthex.server.hints.QueryHints;
import io.narthex.server.metrics.OwnMetrics;
import io.narthex.server.querylog.QueryLogs;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
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

    private final Tsdb tsdb;
    private final QueryEngine engine;
    private final QueryEngine ruleEngine;
    private final QueryLogs queryLogs;
    private final Scraper scraper;
    private final SloBook slos;
    private final RuleScheduler rules;
    private final AlertHistory alertHistory;
    private final AnnotationBook annotations;
    private final AlertRouting alerts;
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
        this.tsdb = parts.tsdb;
        this.engine = parts.engine;
        this.ruleEngine = parts.ruleEngine;
        this.queryLogs = parts.queryLogs;
        this.scraper = parts.scraper;
        this.slos = parts.slos;
        this.rules = parts.rules;
        this.alertHistory = parts.alertHistory;
        this.annotations = parts.annotations;
        this.alerts = parts.alerts;
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
        TsdbOptions storage = storageOptions(options, configuration);
        Retention.warn(storage);
        String retention = Retention.text(storage);
        Tsdb tsdb = new Tsdb(storage);
        QueryEngine engine = new QueryEngine(options.engine());
        QueryEngine ruleEngine = new QueryEngine(forRules(options.engine()));
        QueryLogs queryLogs = new QueryLogs(options.slowQueries(), InstantSource.system());
        Scraper scraper = new Scraper(tsdb, scraperOptions(options, configuration));
        SloBook slos = new SloBook(tsdb, ledgers(options), InstantSource.system());
        OwnMetrics metrics = new OwnMetrics(Version.buildInfo(), tsdb, scraper::stats);
        AlertHistory alertHistory = alertHistory(options);
        AnnotationBook annotations = annotations(options);
        AlertRouting alerts = alerts(options, scraper, metrics.sendTimings());
        AlertListener listener = listener(alertHistory, new AlertMarks(annotations));
        RuleScheduler rules =
                rules(options, tsdb, ruleEngine, alerts, listener, metrics, queryLogs);
        Parts parts =
                new Parts(
                        tsdb,
                        engine,
                        ruleEngine,
                        queryLogs,
                        scraper,
                        slos,
                        alerts,
                        rules,
                        alertHistory,
                        annotations);
        AppliedConfiguration applied =
                new AppliedConfiguration(options, configuration, ruleFiles, parts);
        ConfigReload reload = new ConfigReload(reloading, applied::apply, InstantSource.system());
        watch(metrics, parts, reload);
        HttpServices.Builder services = services(options, parts, metrics);
        new Receivers(options, tsdb, metrics, applied::configuration).register(services);
        services.status(status(options, retention, applied, reload));
        configured(services, options, reloading, parts, applied, reload);
        OfferedApi.to(services, options, parts, applied, metrics);
        Notifications notifications = OfferedApi.notifications(options, reload);
        services.notifications(notifications);
        HttpServer http;
        try {
            slos.apply(configuration.slos());
            http = HttpServer.start(options.http(), services.build());
        } catch (RuntimeException e) {
            abandon(parts);
            throw e;
        }
        metrics.watch(http::stats);
        NarthexServer server =
                new NarthexServer(parts, reload, notifications, http, scheme(options.http()));
        applied.begin();
        slos.onSettled(applied::followBuckets);
        reload.watch();
        tellStorage(options.storage().directory(), retention);
        return server;
    }

    private static void watch(OwnMetrics metrics, Parts parts, ConfigReload reload) {
        Scraper scraper = parts.scraper();
        AlertRouting alerts = parts.alerts();
        metrics.watchConfiguration(reload::status);
        metrics.watchQueries(parts.engine()::load);
        metrics.watchDiscovery(
                scraper.discoveryCounters()::sums,
                () -> List.of(scraper.discoveryStats(), alerts.discovered()));
        metrics.watchNotifications(alerts::sent, alerts::told);
    }

    private static TsdbOptions storageOptions(ServerOptions options, Configuration configuration) {
        return Retention.apply(configuration.storage().retention(), options.storage()).toBuilder()
                .outOfOrderWindow(configuration.storage().outOfOrderWindow())
                .maxExemplars(maxExemplars(options, configuration))
                .build();
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
        services.demo(options.api().demo());
        if (reloading.quit() != null) {
            services.lifecycle(new ReloadLifecycle(reload, reloading.quit()));
        }
    }

    /// Ends what was begun when the rest can't be.
    private static void abandon(Parts parts) {
        parts.rules().close();
        parts.alertHistory().close();
        parts.alerts().close();
        parts.scraper().close();
        parts.slos().close();
        parts.engine().close();
        parts.ruleEngine().close();
        parts.queryLogs().close();
        parts.tsdb().close();
    }

    /// The history lies beside the samples, or in memory like them.
    private static AlertHistory alertHistory(ServerOptions options) {
        Path directory = options.storage().directory();
        return new AlertHistory(
                directory == null ? null : directory.resolve("alerts"),
                AlertHistory.DEFAULT_CAPACITY);
    }

    /// Annotations lie beside the samples, or in memory like them.
    private static AnnotationBook annotations(ServerOptions options) {
        Path directory = options.storage().directory();
        return new AnnotationBook(
                directory == null ? null : directory.resolve("annotations.jsonl"),
                AnnotationBook.DEFAULT_CAPACITY,
                InstantSource.system());
    }

    private static AlertListener listener(AlertListener first, AlertListener second) {
        return (rule, transition) -> {
            first.changed(rule, transition);
            second.changed(rule, transition);
        };
    }

    private static RuleScheduler rules(
            ServerOptions options,
            Tsdb tsdb,
            QueryEngine engine,
            AlertSink sink,
            AlertListener listener,
            OwnMetrics metrics,
            QueryLogs queryLogs) {
        RuleServices services =
                new RuleServices(
                        engine,
                        tsdb,
                        tsdb,
                        sink,
                        listener,
                        metrics.ruleTimings(),
                        queryLogs::ended);
        RuleScheduler rules =
                new RuleScheduler(services, options.rules().withExternalUrl(externalUrl(options)));
        metrics.watchRules(rules::stats);
        return rules;
    }

    private static AlertRouting alerts(
            ServerOptions options, Scraper scraper, SendTimings timings) {
        Path directory = options.storage().directory();
        return new AlertRouting(
                new Deliveries.Place(
                        directory == null ? null : directory.resolve("notifications"),
                        externalUrl(options),
                        "Narthex/" + Version.number()),
                scraper,
                options.alerting().notifier(),
                timings,
                InstantSource.system());
    }

    /// Where alerts link to, without a slash at its end.
    private static String externalUrl(ServerOptions options) {
        URI given = options.externalUrl();
        int port = options.http().listen().getFirst().getPort();
        String own = scheme(options.http()) + hostname() + ":" + port;
        String url = given == null ? own : given.toString();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static String scheme(HttpServerOptions http) {
        return http.hasTls() ? "https://" : "http://";
    }

    /// The configuration says how many, but only the command line that there are any.
    static int maxExemplars(ServerOptions options, Configuration configuration) {
        int otherwise = options.storage().maxExemplars();
        Long configured = configuration.storage().maxExemplars();
        if (configured == null) {
            return otherwise;
        }
        if (otherwise == 0) {
            LOG.warn("storage.exemplars has no effect without --enable-feature=exemplar-storage");
            return 0;
        }
        return Math.clamp(configured, 0, Integer.MAX_VALUE);
    }

    private static void tellStorage(@Nullable Path directory, String retention) {
        if (directory == null) {
            LOG.info("samples live in memory only, for {}: a restart loses them", retention);
        } else {
            LOG.info("samples are kept in {} for {}", directory, retention);
        }
    }

    /// Rules have threads, places and memory of their own, so that no query can keep them waiting.
    private static EngineOptions forRules(EngineOptions options) {
        return options.withSharedLimits(options.maxBytes(), Integer.MAX_VALUE);
    }

    /// What is there before HTTP starts.
    record Parts(
            Tsdb tsdb,
            QueryEngine engine,
            QueryEngine ruleEngine,
            QueryLogs queryLogs,
            Scraper scraper,
            SloBook slos,
            AlertRouting alerts,
            RuleScheduler rules,
            AlertHistory alertHistory,
            AnnotationBook annotations) {}

    /// The ledgers lie beside the samples, or in memory like them.
    private static @Nullable LedgerPlace ledgers(ServerOptions options) {
        Path directory = options.storage().directory();
        return directory == null ? null : new LedgerPlace(directory.resolve("slo"));
    }

    private static StoredBacktests backtests(
            ServerOptions options, Parts parts, AppliedConfiguration applied) {
        return new StoredBacktests(
                parts.engine(),
                parts.tsdb(),
                new RuleFileReader(options.engine().features().parser()),
                applied::rules,
                applied::defaults,
                externalUrl(options));
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
                hostname());
    }

    private static HttpServices.Builder services(
            ServerOptions options, Parts parts, OwnMetrics metrics) {
        ScrapedTargets targets = new ScrapedTargets(parts.scraper());
        BookedSilences silences =
                new BookedSilences(parts.alerts().silences(), InstantSource.system());
        HttpServices.Builder services =
                HttpServices.builder(parts.engine()::prepare, parts.tsdb())
                        .syntax(options.engine().features().parser())
                        .advisor(
                                options.queryHints()
                                        ? QueryHints.of(targets, parts.tsdb())
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
                        .metrics(metrics::render)
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

    private static ScraperOptions scraperOptions(
            ServerOptions options, Configuration configuration) {
        ScraperOptions defaults =
                ScraperOptions.of(
                        Version.number(),
                        ScraperOptions.seed(hostname(), configuration.externalLabels()));
        return new ScraperOptions(
                defaults.clock(),
                defaults.userAgent(),
                defaults.seed(),
                // One body must leave room for everything else in a small heap.
                Math.min(defaults.maxBodyBytes(), Runtime.getRuntime().maxMemory() / 8),
                URI.create(externalUrl(options)),
                options.http().listen().getFirst().getPort(),
                options.engine().features().typeAndUnitLabels(),
                new StartTimestamps(
                        options.receivers().writeFeatures().zeroStarts(),
                        options.receivers().writeFeatures().storedStarts()));
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            LOG.debug("this machine's name is unknown", e);
            return "localhost";
        }
    }

    /// Reads the configuration file again and goes on with it.
    ///
    /// @return what is wrong, which the log has too, or null where that was done
    public @Nullable String reload() {
        return reload.reload();
    }

    /// What is noted about times.
    public AnnotationBook annotations() {
        return annotations;
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
            rules.close();
            alertHistory.close();
            alerts.close();
            scraper.close();
            slos.close();
            engine.close();
            ruleEngine.close();
            queryLogs.close();
            try {
                tsdb.close();
            } catch (StorageException e) {
                LOG.error("the store was not closed well", e);
            }
            LOG.info("stopped");
        }
    }
}
