package io.narthex.rules.alert;

import io.narthex.model.Labels;
import io.narthex.rules.alert.Absence.Cause;
import io.narthex.rules.alert.AlertTransition.Reason;

import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/// The alerts of one rule.
///
/// An element that the expression gives is an alert: pending at first, firing once it was there for
/// `for`. A pending alert whose element is gone is forgotten at once; a firing one goes on for
/// `keep_firing_for` and is then inactive, and kept for a while so that its end is told to
/// receivers that were out of reach. An alert whose data are gone may stay as it is, if its rule
/// wants that. Alerts are in the order of their labels.
///
/// Thread safety: for one thread at a time.
public final class AlertLifecycle {
    /// How long an alert that has ended is remembered and sent.
    private static final long RESOLVED_RETENTION = Duration.ofMinutes(15).toMillis();

    /// Receivers believe an alert for so many times the interval at which they hear of it, so that
    /// they may miss some.
    private static final int VALID_INTERVALS = 4;

    private final long forMillis;
    private final long keepFiringMillis;
    private final Consumer<AlertTransition> listener;
    private final SortedMap<Labels, LiveAlert> alerts = new TreeMap<>();

    /// A rule without alerts.
    ///
    /// @param forDuration how long an element has to be there before it fires
    /// @param keepFiringFor how long an alert fires on without its element
    /// @param listener hears of each change of a state, while the evaluation goes on
    public AlertLifecycle(
            Duration forDuration, Duration keepFiringFor, Consumer<AlertTransition> listener) {
        this.forMillis = forDuration.toMillis();
        this.keepFiringMillis = keepFiringFor.toMillis();
        this.listener = listener;
    }

    /// Goes on to the next evaluation.
    ///
    /// @param elements what the expression gave
    /// @param now the evaluation's time, epoch milliseconds
    /// @param limit how many alerts may be pending or firing; 0 for any number
    /// @return the alerts that are pending or firing now
    /// @throws RuleFailure if two elements have the same labels, which changes nothing, or if there
    ///     are too many, which makes the rule forget all alerts
    public List<Alert> evaluate(List<AlertElement> elements, long now, int limit) {
        return evaluate(elements, now, limit, Absence.OF_CONDITION);
    }

    /// Goes on to the next evaluation, where it matters whether data are gone.
    ///
    /// @param absence asked for the elements of alerts that are not there, [#withoutElement]
    /// @return as above
    /// @throws RuleFailure as above
    public List<Alert> evaluate(List<AlertElement> elements, long now, int limit, Absence absence) {
        Map<Labels, AlertElement> present = byLabels(elements);
        for (AlertElement element : present.values()) {
            LiveAlert known = alerts.get(element.labels());
            if (known == null || known.state == AlertState.INACTIVE) {
                alerts.put(element.labels(), new LiveAlert(element, now));
            } else {
                known.update(element, now);
            }
        }
        int active = 0;
        for (Iterator<LiveAlert> it = alerts.values().iterator(); it.hasNext(); ) {
            LiveAlert alert = it.next();
            if (present.containsKey(alert.labels)) {
                alert.keepFiringSince = Alert.NEVER;
            } else {
                Cause cause = alert.isHolding() ? absence.of(alert.source) : Cause.CONDITION;
                if (cause == Cause.KEPT) {
                    active++;
                    keep(alert, now);
                    continue;
                }
                if (!isKept(alert, now)) {
                    if (end(alert, now, cause)) {
                        it.remove();
                    }
                    continue;
                }
            }
            active++;
            hold(alert, now);
        }
        if (limit > 0 && active > limit) {
            forgetAll(now);
            throw new RuleFailure("exceeded limit of " + limit + " with " + active + " alerts");
        }
        return active();
    }

    private static Map<Labels, AlertElement> byLabels(List<AlertElement> elements) {
        Map<Labels, AlertElement> present = new TreeMap<>();
        for (AlertElement element : elements) {
            if (present.put(element.labels(), element) != null) {
                throw new RuleFailure(
                        "vector contains metrics with the same labelset after applying alert"
                                + " labels");
            }
        }
        return present;
    }

    /// The alerts for whose elements [#evaluate] may ask, given these elements.
    ///
    /// @return the labels of their elements, without the metric name
    public List<Labels> withoutElement(List<AlertElement> elements) {
        Set<Labels> present = new HashSet<>();
        elements.forEach(e -> present.add(e.labels()));
        return alerts.values().stream()
                .filter(a -> a.isHolding() && !present.contains(a.labels))
                .map(a -> a.source)
                .toList();
    }

    private void keep(LiveAlert alert, long now) {
        if (alert.keep(now)) {
            tell(alert, now, Reason.KEPT_WITHOUT_DATA);
        }
    }

    /// Whether an alert without its element fires on.
    private boolean isKept(LiveAlert alert, long now) {
        if (alert.state != AlertState.FIRING || keepFiringMillis == 0) {
            return false;
        }
        if (alert.keepFiringSince == Alert.NEVER) {
            alert.keepFiringSince = now;
        }
        return now - alert.keepFiringSince < keepFiringMillis;
    }

    /// @return whether the alert is to be forgotten
    private boolean end(LiveAlert alert, long now, Cause cause) {
        boolean forgotten =
                alert.state == AlertState.PENDING
                        || (alert.resolvedAt != Alert.NEVER
                                && now - alert.resolvedAt > RESOLVED_RETENTION);
        if (alert.state != AlertState.INACTIVE) {
            boolean kept = alert.keepFiringSince != Alert.NEVER;
            alert.resolve(now);
            Reason gone = cause == Cause.NO_DATA ? Reason.NO_DATA : Reason.ABSENT;
            tell(alert, now, kept ? Reason.KEEP_FIRING_FOR_ELAPSED : gone);
        }
        return forgotten;
    }

    private void hold(LiveAlert alert, long now) {
        boolean isNew = alert.before == AlertState.INACTIVE;
        if (alert.state == AlertState.PENDING && now - alert.activeAt >= forMillis) {
            alert.fire(now);
            tell(alert, now, isNew ? alert.origin() : Reason.FOR_ELAPSED);
        } else if (alert.state == AlertState.FIRING && now - alert.activeAt < forMillis) {
            alert.backToPending();
            tell(alert, now, Reason.LONGER_FOR);
        } else if (isNew) {
            tell(alert, now, alert.origin());
        }
    }

    private void tell(LiveAlert alert, long now, Reason reason) {
        listener.accept(
                new AlertTransition(
                        now, alert.labels, alert.before, alert.state, reason, alert.value));
        alert.before = alert.state;
    }

    private void forgetAll(long now) {
        for (LiveAlert alert : alerts.values()) {
            if (alert.state != AlertState.INACTIVE) {
                alert.resolve(now);
                tell(alert, now, Reason.LIMIT);
            }
        }
        alerts.clear();
    }

    /// The alerts that are pending or firing.
    public List<Alert> active() {
        return alerts.values().stream()
                .filter(a -> a.state != AlertState.INACTIVE)
                .map(LiveAlert::snapshot)
                .toList();
    }

    /// The highest state of its alerts; [AlertState#INACTIVE] where there are none.
    public AlertState state() {
        AlertState max = AlertState.INACTIVE;
        for (LiveAlert alert : alerts.values()) {
            max = alert.state.compareTo(max) > 0 ? alert.state : max;
        }
        return max;
    }

    /// Takes the alerts that receivers have to hear of now: those that fire or have ended, again
    /// after each `resendDelay`.
    ///
    /// @param interval between evaluations
    /// @return the alerts, which count as sent now
    public List<Alert> takeDue(long now, Duration resendDelay, Duration interval) {
        long delay = resendDelay.toMillis();
        long until = now + VALID_INTERVALS * Math.max(delay, interval.toMillis());
        return alerts.values().stream()
                .filter(a -> a.isDue(now, delay))
                .map(
                        a -> {
                            a.sent(now, until);
                            return a.snapshot();
                        })
                .toList();
    }

    /// Sets since when alerts are active, for what is known from before a restart.
    ///
    /// @param activeAt finds the time by an alert's labels; [Alert#NEVER] leaves it as it is
    public void restore(ToLongFunction<Labels> activeAt) {
        for (LiveAlert alert : alerts.values()) {
            long restored = activeAt.applyAsLong(alert.labels);
            if (restored != Alert.NEVER) {
                alert.activeAt = restored;
            }
        }
    }

    /// Takes all times elsewhere: the clock was set.
    ///
    /// @param millis by how much it was set forward; negative for back
    public void shift(long millis) {
        alerts.values().forEach(alert -> alert.shift(millis));
    }

    /// Takes over the alerts of a rule that this one replaces.
    public void copyFrom(AlertLifecycle other) {
        other.alerts.forEach((labels, alert) -> alerts.put(labels, new LiveAlert(alert)));
    }
}
