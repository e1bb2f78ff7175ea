package io.narthex.rules.alert;

import io.narthex.model.Labels;

import java.util.Map;

/// An alert that goes on.
///
/// Thread safety: for the owner of the [AlertLifecycle].
final class LiveAlert {
    final Labels labels;
    Map<String, String> annotations;
    double value;
    AlertState state = AlertState.PENDING;

    /// The state at the end of the last evaluation.
    AlertState before = AlertState.INACTIVE;

    /// The labels of the element, for which its data are looked for.
    Labels source;

    /// Whether it came because there were no data.
    private final boolean isNoData;

    /// Whether it stays as it is without data.
    private boolean kept;

    /// When it last was there, or was kept.
    private long evaluatedAt;

    long activeAt;
    long firedAt = Alert.NEVER;
    long resolvedAt = Alert.NEVER;
    long keepFiringSince = Alert.NEVER;
    private long lastSentAt = Alert.NEVER;
    private long validUntil = Alert.NEVER;

    LiveAlert(AlertElement element, long now) {
        this.labels = element.labels();
        this.annotations = element.annotations();
        this.value = element.value();
        this.source = element.source();
        this.isNoData = element.isNoData();
        this.evaluatedAt = now;
        this.activeAt = now;
    }

    LiveAlert(LiveAlert other) {
        this.labels = other.labels;
        this.annotations = other.annotations;
        this.value = other.value;
        this.state = other.state;
        this.before = other.before;
        this.source = other.source;
        this.isNoData = other.isNoData;
        this.kept = other.kept;
        this.evaluatedAt = other.evaluatedAt;
        this.activeAt = other.activeAt;
        this.firedAt = other.firedAt;
        this.resolvedAt = other.resolvedAt;
        this.keepFiringSince = other.keepFiringSince;
        this.lastSentAt = other.lastSentAt;
        this.validUntil = other.validUntil;
    }

    void update(AlertElement element, long now) {
        annotations = element.annotations();
        value = element.value();
        source = element.source();
        evaluatedAt = now;
        kept = false;
    }

    /// Whether it is pending or firing, and its condition held when that was last known.
    boolean isHolding() {
        return state != AlertState.INACTIVE && keepFiringSince == Alert.NEVER;
    }

    /// Stays as it is: time without data does not count towards `for`.
    ///
    /// @return whether that begins
    boolean keep(long now) {
        if (state == AlertState.PENDING) {
            activeAt += now - evaluatedAt;
        }
        evaluatedAt = now;
        boolean begins = !kept;
        kept = true;
        return begins;
    }

    /// Why it came.
    AlertTransition.Reason origin() {
        return isNoData ? AlertTransition.Reason.NO_DATA : AlertTransition.Reason.PRESENT;
    }

    /// Takes all its times elsewhere.
    void shift(long millis) {
        activeAt += millis;
        evaluatedAt += millis;
        firedAt = shifted(firedAt, millis);
        resolvedAt = shifted(resolvedAt, millis);
        keepFiringSince = shifted(keepFiringSince, millis);
        lastSentAt = shifted(lastSentAt, millis);
        validUntil = shifted(validUntil, millis);
    }

    private static long shifted(long time, long millis) {
        return time == Alert.NEVER ? time : time + millis;
    }

    void fire(long now) {
        state = AlertState.FIRING;
        firedAt = now;
    }

    /// As if it had never fired.
    void backToPending() {
        state = AlertState.PENDING;
        firedAt = Alert.NEVER;
        lastSentAt = Alert.NEVER;
        keepFiringSince = Alert.NEVER;
    }

    void resolve(long now) {
        state = AlertState.INACTIVE;
        resolvedAt = now;
    }

    /// Whether receivers have to hear of it, now.
    boolean isDue(long now, long resendDelay) {
        if (state == AlertState.PENDING) {
            return false;
        }
        return resolvedAt > lastSentAt || lastSentAt + resendDelay < now;
    }

    void sent(long now, long until) {
        lastSentAt = now;
        validUntil = until;
    }

    Alert snapshot() {
        return new Alert(
                state,
                labels,
                annotations,
                value,
                activeAt,
                firedAt,
                resolvedAt,
                keepFiringSince,
                lastSentAt,
                validUntil);
    }
}
