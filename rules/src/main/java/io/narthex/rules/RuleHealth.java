package io.narthex.rules;

/// How a rule's last evaluation went.
///
/// Thread safety: immutable.
public enum RuleHealth {
    /// There was none.
    UNKNOWN("unknown"),
    /// Everything is stored.
    OK("ok"),
    /// It failed, or something of what it gave could not be stored.
    ERR("err");

    private final String text;

    RuleHealth(String text) {
        this.text = text;
    }

    /// The word in the API.
    public String text() {
        return text;
    }
}
