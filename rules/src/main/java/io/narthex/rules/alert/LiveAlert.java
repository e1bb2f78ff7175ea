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
        this.activeAt = now;
    }

    LiveAlert(LiveAlert other) {
        this.labels = other.labels;
        this.annotations = other.annotations;
        this.value = other.value;
        this.state = other.state;
        this.before = other.before;
        this.activeAt = other.activeAt;
        this.firedAt = other.firedAt;
        this.resolvedAt = other.resolvedAt;
        this.keepFiringSince = other.keepFiringSince;
        this.lastSentAt = other.lastSentAt;
        this.validUntil = other.validUntil;
    }

    void update(AlertElement element) {
        annotations = element.annotations();
        value = element.value();
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
