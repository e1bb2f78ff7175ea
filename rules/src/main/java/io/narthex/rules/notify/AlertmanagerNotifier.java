package io.narthex.rules.notify;

import io.narthex.model.Labels;
import io.narthex.model.relabel.RelabelRule;
import io.narthex.model.relabel.Relabeler;
import io.narthex.rules.AlertNotice;
import io.narthex.rules.AlertSink;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gives alerts to Alertmanagers.
///
/// Thread safety: safe for concurrent calls.
public final class AlertmanagerNotifier implements AlertSink, AutoCloseable {
    private final NotifierPlan plan;

    /// Replaced as a whole; writers hold the lock of this.
    private volatile Settings settings =
            new Settings(Labels.empty(), new Relabeler(List.of()), List.of());

    /// A group with its loops.
    private record Receivers(
            AlertmanagerGroup group, Relabeler relabeler, Map<URI, SendLoop> loops) {}

    private record Settings(
            Labels externalLabels, Relabeler relabeler, List<Receivers> receivers) {}

    /// Without Alertmanagers at first.
    ///
    /// @param timings hears how long requests take
    public AlertmanagerNotifier(String userAgent, NotifierOptions options, SendTimings timings) {
        this.plan = new NotifierPlan(userAgent, options, timings);
    }

    /// Sends to these from now on. Who was there before and still is keeps its queue.
    ///
    /// @param externalLabels added to alerts that have no such label
    /// @param relabelRules applied to all alerts
    public synchronized void apply(
            Labels externalLabels, List<RelabelRule> relabelRules, List<AlertmanagerGroup> groups) {
        List<Receivers> before = new ArrayList<>(settings.receivers);
        List<SendLoop> gone = new ArrayList<>();
        List<Receivers> next = new ArrayList<>();
        for (AlertmanagerGroup group : groups) {
            Map<URI, SendLoop> known = takeAlike(before, group);
            Map<URI, SendLoop> loops = new LinkedHashMap<>();
            for (URI url : group.urls()) {
                SendLoop kept = known.remove(url);
                loops.computeIfAbsent(url, _ -> kept == null ? start(url, group) : kept);
            }
            gone.addAll(known.values());
            next.add(new Receivers(group, new Relabeler(group.relabelRules()), loops));
        }
        settings = new Settings(externalLabels, new Relabeler(relabelRules), List.copyOf(next));
        before.forEach(receivers -> gone.addAll(receivers.loops.values()));
        // All at once, so that those that hang are waited for together.
        gone.forEach(SendLoop::finish);
        gone.forEach(SendLoop::join);
    }

    /// The loops of a group that is sent the same in the same way; none where there is none.
    private static Map<URI, SendLoop> takeAlike(List<Receivers> from, AlertmanagerGroup group) {
        for (Receivers receivers : from) {
            if (receivers.group.isAlike(group)) {
                from.remove(receivers);
                return new LinkedHashMap<>(receivers.loops);
            }
        }
        return new LinkedHashMap<>();
    }

    private SendLoop start(URI url, AlertmanagerGroup group) {
        return new SendLoop(url, group.timeout(), group.transport(), plan);
    }

    @Override
    public void send(List<AlertNotice> alerts) {
        Settings now = settings;
        if (now.receivers.isEmpty()) {
            return;
        }
        List<AlertMessage> messages = new ArrayList<>();
        for (AlertNotice notice : alerts) {
            AlertMessage message = AlertMessage.of(notice);
            Labels labels = withExternal(message.labels(), now.externalLabels);
            addRelabelled(messages, message.withLabels(labels), now.relabeler);
        }
        for (Receivers receivers : now.receivers) {
            List<AlertMessage> own = new ArrayList<>();
            messages.forEach(message -> addRelabelled(own, message, receivers.relabeler));
            if (!own.isEmpty()) {
                receivers.loops.values().forEach(loop -> loop.add(own));
            }
        }
    }

    private static Labels withExternal(Labels labels, Labels external) {
        Labels.Builder all = external.toBuilder();
        for (int i = 0; i < labels.size(); i++) {
            all.set(labels.name(i), labels.value(i));
        }
        return all.build();
    }

    private static void addRelabelled(
            List<AlertMessage> to, AlertMessage message, Relabeler relabeler) {
        Labels labels = relabeler.apply(message.labels());
        if (labels != null) {
            to.add(message.withLabels(labels));
        }
    }

    /// Where alerts are sent.
    public List<URI> alertmanagers() {
        return settings.receivers.stream().flatMap(r -> r.group.urls().stream()).toList();
    }

    /// Alertmanagers that relabelling took out.
    public List<URI> dropped() {
        return settings.receivers.stream().flatMap(r -> r.group.dropped().stream()).toList();
    }

    /// What was sent so far.
    public NotifierStats stats() {
        return new NotifierStats(
                plan.options().queueCapacity(),
                settings.receivers.stream()
                        .flatMap(r -> r.loops.values().stream())
                        .map(SendLoop::stats)
                        .toList());
    }

    /// Sends what is queued, if that is wanted, and ends.
    @Override
    public void close() {
        apply(Labels.empty(), List.of(), List.of());
    }
}
