package io.narthex.server;

import io.narthex.model.StorageException;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.rules.AlertListener;
import io.narthex.rules.AlertSink;
import io.narthex.rules.RuleScheduler;
import io.narthex.rules.RuleServices;
import io.narthex.rules.deliver.Deliveries;
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
import io.narthex.server.dashboards.DashboardCatalog;
import io.narthex.server.metrics.OwnMetrics;
import io.narthex.server.querylog.QueryLogs;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// What is there before HTTP starts and after it ended.
///
/// Thread safety: as its parts; to be closed once.
record Parts(
        Tsdb tsdb,
        QueryEngine engine,
        QueryEngine ruleEngine,
        QueryLogs queryLogs,
        Scraper scraper,
        SloBook slos,
        OwnMetrics metrics,
        AlertRouting alerts,
        RuleScheduler rules,
        AlertHistory alertHistory,
        AnnotationBook annotations)
        implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    /// @throws StorageException if the data directory can't be used
    static Parts open(ServerOptions options, TsdbOptions storage, Configuration configuration) {
        Tsdb tsdb = new Tsdb(storage);
        QueryEngine ruleEngine = new QueryEngine(forRules(options.engine()));
        QueryLogs queryLogs = new QueryLogs(options.slowQueries(), InstantSource.system());
        Scraper scraper = new Scraper(tsdb, scraperOptions(options, configuration));
        OwnMetrics metrics = new OwnMetrics(Version.buildInfo(), tsdb, scraper::stats);
        AlertHistory alertHistory = history(options);
        AnnotationBook annotations = annotations(options);
        AlertRouting alerts = alerts(options, scraper, metrics.sendTimings());
        AlertListener listener = listener(alertHistory, new AlertMarks(annotations));
        return new Parts(
                tsdb,
                new QueryEngine(options.engine()),
                ruleEngine,
                queryLogs,
                scraper,
                new SloBook(tsdb, ledgers(options), InstantSource.system()),
                metrics,
                alerts,
                rules(options, tsdb, ruleEngine, alerts, listener, metrics, queryLogs),
                alertHistory,
                annotations);
    }

    /// Rules have threads, places and memory of their own, so that no query can keep them waiting.
    private static EngineOptions forRules(EngineOptions options) {
        return options.withSharedLimits(options.maxBytes(), Integer.MAX_VALUE);
    }

    private static ScraperOptions scraperOptions(
            ServerOptions options, Configuration configuration) {
        ScraperOptions defaults =
                ScraperOptions.of(
                        Version.number(),
                        ScraperOptions.seed(OwnAddress.hostname(), configuration.externalLabels()));
        return new ScraperOptions(
                defaults.clock(),
                defaults.userAgent(),
                defaults.seed(),
                // One body must leave room for everything else in a small heap.
                Math.min(defaults.maxBodyBytes(), Runtime.getRuntime().maxMemory() / 8),
                URI.create(OwnAddress.external(options)),
                options.http().listen().getFirst().getPort(),
                options.engine().features().typeAndUnitLabels(),
                new StartTimestamps(
                        options.receivers().writeFeatures().zeroStarts(),
                        options.receivers().writeFeatures().storedStarts()));
    }

    /// The ledgers lie beside the samples, or in memory like them.
    private static @Nullable LedgerPlace ledgers(ServerOptions options) {
        Path directory = options.storage().directory();
        return directory == null ? null : new LedgerPlace(directory.resolve("slo"));
    }

    /// The history lies beside the samples, or in memory like them.
    private static AlertHistory history(ServerOptions options) {
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

    /// Dashboards that people save lie beside the samples, or in memory like them.
    static DashboardCatalog dashboards(ServerOptions options) {
        Path directory = options.storage().directory();
        return new DashboardCatalog(
                directory == null ? null : directory.resolve("dashboards"),
                options.engine().features().parser());
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
                new RuleScheduler(
                        services, options.rules().withExternalUrl(OwnAddress.external(options)));
        metrics.watchRules(rules::stats);
        return rules;
    }

    private static AlertRouting alerts(
            ServerOptions options, Scraper scraper, SendTimings timings) {
        Path directory = options.storage().directory();
        return new AlertRouting(
                new Deliveries.Place(
                        directory == null ? null : directory.resolve("notifications"),
                        OwnAddress.external(options),
                        "Narthex/" + Version.number()),
                scraper,
                options.alerting().notifier(),
                timings,
                InstantSource.system());
    }

    /// Lets the metrics tell of what is watched anew with each scrape.
    void watch(ConfigReload reload) {
        metrics.watchConfiguration(reload::status);
        metrics.watchQueries(engine::load);
        metrics.watchDiscovery(
                scraper.discoveryCounters()::sums,
                () -> List.of(scraper.discoveryStats(), alerts.discovered()));
        metrics.watchNotifications(alerts::sent, alerts::told);
    }

    /// Stops rules and scraping, then everything else. Where the store can't be closed well, the
    /// log says so.
    @Override
    public void close() {
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
    }
}
