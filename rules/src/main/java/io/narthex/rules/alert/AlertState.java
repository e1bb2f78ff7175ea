package io.narthex.rules.alert;

/// The state of an alert, or of a rule: the highest one of its alerts.
///
/// Thread safety: immutable.
public enum AlertState {
    /// A rule that was not evaluated yet.
    UNKNOWN("unknown"),
    /// Not there, or not any more.
    INACTIVE("inactive"),
    /// There, but for less than the rule's `for`.
    PENDING("pending"),
    /// There for long enough.
    FIRING("firing");

    private final String text;

    AlertState(String text) {
        this.text = text;
    }

    /// The word in the API and in the label `alertstate`.
    public String text() {
        return text;
    }
}
