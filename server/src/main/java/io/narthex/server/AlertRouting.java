package io.narthex.server;

import io.narthex.http.AlertmanagersView;
import io.narthex.rules.AlertNotice;
import io.narthex.rules.AlertSink;
import io.narthex.rules.deliver.Deliveries;
import io.narthex.rules.deliver.DeliveryStats;
import io.narthex.rules.deliver.SilenceBook;
import io.narthex.rules.notify.AlertmanagerGroup;
import io.narthex.rules.notify.AlertmanagerNotifier;
import io.narthex.rules.notify.NotifierOptions;
import io.narthex.rules.notify.NotifierStats;
import io.narthex.rules.notify.SendTimings;
import io.narthex.scrape.Scraper;
import io.narthex.scrape.TargetGroup;
import io.narthex.scrape.discover.Discovery;
import io.narthex.scrape.discover.DiscoveryStats;
import io.narthex.scrape.discover.Sources;
import io.narthex.server.config.AlertmanagerConfig;
import io.narthex.server.config.Configuration;
import io.narthex.server.config.NotificationConfig;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where alerts go: to the Alertmanagers of the configuration, and to people.
///
/// Thread safety: safe for concurrent calls.
final class AlertRouting implements AlertSink, AlertmanagersView, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlertRouting.class);

    private final AlertmanagerNotifier alertmanagers;
    private final Deliveries.Place place;
    private final Scraper scraper;
    private final Discovery discovery;
    private final SilenceBook silences;
    private final InstantSource clock;

    /// Held while a configuration is applied, and never by those who send.
    private final Object applying = new Object();

    /// Guarded by this. Rules wait while it is replaced, which no receiver can make long.
    private Deliveries people;

    /// Guarded by [#applying], like the next two.
    private NotificationConfig told = NotificationConfig.NONE;

    /// The configuration that holds; null before the first.
    private @Nullable Configuration applied;

    private boolean closed;

    /// @param scraper finds Alertmanagers, and connects to them; closed after this
    /// @param options how alerts are sent to Alertmanagers
    /// @param timings hears how long that takes
    AlertRouting(
            Deliveries.Place place,
            Scraper scraper,
            NotifierOptions options,
            SendTimings timings,
            InstantSource clock) {
        this.place = place;
        this.scraper = scraper;
        this.clock = clock;
        this.discovery = scraper.discovery("notify", this::follow);
        this.alertmanagers = new AlertmanagerNotifier(place.userAgent(), options, timings);
        this.silences = new SilenceBook(place.directory());
        this.people = deliveries(told);
    }

    private Deliveries deliveries(NotificationConfig config) {
        return new Deliveries(config.receivers(), config.grouping(), place, silences, clock);
    }

    /// Sends to whom a configuration names from now on.
    void apply(Configuration configuration) {
        synchronized (applying) {
            applied = configuration;
            discovery.apply(sources(configuration));
            toAlertmanagers(configuration);
            if (!configuration.notifications().equals(told)) {
                told = configuration.notifications();
                replace(told);
            }
        }
    }

    /// Both use the same files, so one ends before the other begins.
    private synchronized void replace(NotificationConfig config) {
        people.close();
        people = deliveries(config);
    }

    /// Sends to the Alertmanagers that are known now.
    private void follow() {
        synchronized (applying) {
            Configuration now = applied;
            if (!closed && now != null) {
                toAlertmanagers(now);
            }
        }
    }

    private void toAlertmanagers(Configuration configuration) {
        Map<String, List<TargetGroup>> found = discovery.groups();
        List<AlertmanagerGroup> groups = new ArrayList<>();
        for (AlertmanagerConfig config : configuration.alerting().alertmanagers()) {
            groups.add(group(config, found.getOrDefault(name(groups.size()), List.of())));
        }
        // An Alertmanager that goes and hangs is waited for: rules must not.
        alertmanagers.apply(
                configuration.externalLabels(),
                configuration.alerting().alertRelabelRules(),
                groups);
    }

    private static Map<String, Sources> sources(Configuration configuration) {
        Map<String, Sources> sources = new LinkedHashMap<>();
        for (AlertmanagerConfig config : configuration.alerting().alertmanagers()) {
            sources.put(name(sources.size()), config.sources());
        }
        return sources;
    }

    /// As Prometheus calls them in its metrics.
    private static String name(int position) {
        return "config-" + position;
    }

    private AlertmanagerGroup group(AlertmanagerConfig config, List<TargetGroup> groups) {
        AlertmanagerConfig.Found found = config.found(groups);
        found.invalid()
                .forEach(
                        why ->
                                LOG.error(
                                        "{}: an Alertmanager is left out: {}",
                                        config.place(),
                                        why));
        return new AlertmanagerGroup(
                found.urls(),
                found.dropped(),
                config.timeout(),
                new SenderTransport(scraper, config.http()),
                config.alertRelabelRules());
    }

    /// What was found of Alertmanagers.
    DiscoveryStats discovered() {
        return discovery.stats();
    }

    @Override
    public void send(List<AlertNotice> alerts) {
        alertmanagers.send(alerts);
        synchronized (this) {
            people.send(alerts);
        }
    }

    /// The silences of receivers; Alertmanagers have their own.
    SilenceBook silences() {
        return silences;
    }

    /// What was sent to Alertmanagers.
    NotifierStats sent() {
        return alertmanagers.stats();
    }

    /// What receivers were told.
    synchronized List<DeliveryStats> told() {
        return people.stats();
    }

    @Override
    public List<URI> active() {
        return alertmanagers.alertmanagers();
    }

    @Override
    public List<URI> dropped() {
        return alertmanagers.dropped();
    }

    @Override
    public void close() {
        discovery.close();
        synchronized (applying) {
            closed = true;
            alertmanagers.close();
            synchronized (this) {
                people.close();
            }
        }
    }
}
