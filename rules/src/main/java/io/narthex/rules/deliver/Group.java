package io.narthex.rules.deliver;

import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// The alerts that one receiver is told of together.
///
/// Thread safety: for one thread at a time; the owner locks.
final class Group {
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
        this.known = log == null ? Set.of() : log.firing();
        this.toldAt = log == null ? Long.MIN_VALUE / 2 : log.time();
        this.dueAt = now + grouping.firstWait().toMillis();
    }

    /// What was told last.
    ///
    /// @param time epoch milliseconds
    /// @param firing the alerts that fired then
    record Entry(long time, Set<Labels> firing) {
        Entry {
            firing = Set.copyOf(firing);
        }
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

    Entry entry() {
        return new Entry(toldAt, known);
    }
}
