package io.narthex.server;

import io.narthex.http.AlertmanagersView;
import io.narthex.model.Labels;
import io.narthex.model.relabel.Relabeler;
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
import io.narthex.scrape.TargetGroup;
import io.narthex.server.config.AlertmanagerConfig;
import io.narthex.server.config.Configuration;
import io.narthex.server.config.NotificationConfig;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Where alerts go: to the Alertmanagers of the configuration, and to people.
///
/// Thread safety: safe for concurrent calls.
final class AlertRouting implements AlertSink, AlertmanagersView, AutoCloseable {
    private final AlertmanagerNotifier alertmanagers;
    private final Deliveries.Place place;
    private final SilenceBook silences;
    private final InstantSource clock;

    /// Held while a configuration is applied, and never by those who send.
    private final Object applying = new Object();

    /// Guarded by this. Rules wait while it is replaced, which no receiver can make long.
    private Deliveries people;

    /// Guarded by [#applying].
    private NotificationConfig told = NotificationConfig.NONE;

    /// @param options how alerts are sent to Alertmanagers
    /// @param timings hears how long that takes
    AlertRouting(
            Deliveries.Place place,
            NotifierOptions options,
            SendTimings timings,
            InstantSource clock) {
        this.place = place;
        this.clock = clock;
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
            // An Alertmanager that goes and hangs is waited for: rules must not.
            alertmanagers.apply(
                    configuration.externalLabels(),
                    configuration.alerting().alertRelabelRules(),
                    configuration.alerting().alertmanagers().stream()
                            .map(AlertRouting::group)
                            .toList());
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

    private static AlertmanagerGroup group(AlertmanagerConfig config) {
        List<URI> kept = new ArrayList<>();
        List<URI> dropped = new ArrayList<>();
        Relabeler relabeler = new Relabeler(config.relabelRules());
        for (TargetGroup targets : config.targetGroups()) {
            for (Labels target : targets.targets()) {
                Labels before = discovered(config, targets.groupLabels(), target);
                Labels after = relabeler.apply(before);
                (after == null ? dropped : kept).add(url(after == null ? before : after));
            }
        }
        return new AlertmanagerGroup(
                kept,
                dropped,
                config.timeout(),
                config.followRedirects(),
                config.alertRelabelRules());
    }

    private static Labels discovered(AlertmanagerConfig config, Labels group, Labels target) {
        Labels.Builder labels = group.toBuilder();
        labels.set("__scheme__", config.scheme());
        labels.set("__alerts_path__", path(config.pathPrefix()));
        for (int i = 0; i < target.size(); i++) {
            labels.set(target.name(i), target.value(i));
        }
        return labels.build();
    }

    private static String path(String prefix) {
        return ("/" + prefix + "/api/v2/alerts").replaceAll("/+", "/");
    }

    private static URI url(Labels labels) {
        return URI.create(
                labels.getOrEmpty("__scheme__")
                        + "://"
                        + labels.getOrEmpty("__address__")
                        + labels.getOrEmpty("__alerts_path__"));
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
        synchronized (applying) {
            alertmanagers.close();
            synchronized (this) {
                people.close();
            }
        }
    }
}
