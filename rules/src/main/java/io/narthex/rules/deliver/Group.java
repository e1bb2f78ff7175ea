package io.narthex.rules.deliver;

import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The alerts that one receiver is told of together.
///
/// Thread safety: for one thread at a time; the owner locks.
final class Group {
    /// What fired before a restart fires until its rule says otherwise, or says nothing for so
    /// long: then it ended meanwhile, and people are told. A rule has found its alerts again by
    /// then, with Prometheus' grace period of ten minutes.
    static final Duration BELIEVED = Duration.ofMinutes(15);

    private final Grouping grouping;
    private final boolean sendResolved;
    private final TreeMap<Labels, Told> alerts = new TreeMap<>();

    /// What fired when people were told last.
    private Set<Labels> known;

    private long toldAt;
    private long dueAt;

    /// @param log what was told before a restart; null if nothing was
    Group(Grouping grouping, boolean sendResolved, @Nullable Entry log, long now) {
        this.grouping = grouping;
        this.sendResolved = sendResolved;
        this.known = log == null ? Set.of() : labels(log.firing());
        if (log != null) {
            long believed = now + BELIEVED.toMillis();
            log.firing().forEach(alert -> put(alert.firingUntil(believed)));
        }
        this.toldAt = log == null ? Long.MIN_VALUE / 2 : log.time();
        this.dueAt = now + grouping.firstWait().toMillis();
    }

    /// What was told last.
    ///
    /// @param time epoch milliseconds
    /// @param firing the alerts that fired then
    record Entry(long time, List<Told> firing) {
        Entry {
            firing = List.copyOf(firing);
        }
    }

    private static Set<Labels> labels(List<Told> alerts) {
        return alerts.stream().map(Told::labels).collect(Collectors.toSet());
    }

    void put(Told alert) {
        alerts.put(alert.labels(), alert);
    }

    boolean isDue(long now) {
        return now >= dueAt;
    }

    /// What people are to be told now; null for nothing.
    ///
    /// @param silences what is not to be told
    @Nullable List<Told> flush(long now, Silences silences) {
        dueAt = now + grouping.interval().toMillis();
        List<Told> told = new ArrayList<>();
        Set<Labels> firing = new HashSet<>();
        boolean changed = false;
        for (Told alert : alerts.values()) {
            boolean wasKnown = known.contains(alert.labels());
            if (!alert.fires(now)) {
                boolean ended = wasKnown && sendResolved;
                changed |= ended;
                addIf(ended, told, alert);
            } else if (!silences.silence(alert.labels(), now)) {
                firing.add(alert.labels());
                changed |= !wasKnown;
                told.add(alert);
            }
        }
        alerts.values().removeIf(alert -> !alert.fires(now));
        boolean again = !firing.isEmpty() && now - toldAt >= grouping.repeat().toMillis();
        // What fires and was not known is a change, so here is nothing that people don't know.
        known = firing;
        if (!changed && !again) {
            return null;
        }
        toldAt = now;
        return told;
    }

    private static void addIf(boolean condition, List<Told> told, Told alert) {
        if (condition) {
            told.add(alert);
        }
    }

    /// Whether there is nothing left to tell.
    boolean isOver() {
        return alerts.isEmpty();
    }

    /// The alerts that people know to fire.
    Set<Labels> known() {
        return known;
    }

    Entry entry() {
        return new Entry(
                toldAt,
                alerts.values().stream().filter(alert -> known.contains(alert.labels())).toList());
    }
}
