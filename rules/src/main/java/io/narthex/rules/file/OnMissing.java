package io.narthex.rules.file;

import java.util.Arrays;
import java.util.stream.Collectors;

/// What becomes of an alert whose data are gone, so that nobody knows whether its condition holds.
/// Prometheus has no such choice.
///
/// Thread safety: immutable.
public enum OnMissing {
    /// It ends, as if the condition did not hold any more: what Prometheus does.
    RESOLVE("resolve"),
    /// It stays as it is until there are data again.
    KEEP("keep"),
    /// Where the expression has no data at all, alerts stay, and one more says that.
    ALERT("alert"),
    /// It stays as long as a target that its labels name is down.
    KEEP_WHILE_TARGET_DOWN("keep_while_target_down");

    private final String text;

    OnMissing(String text) {
        this.text = text;
    }

    /// The word in rule files and in the API.
    public String text() {
        return text;
    }

    /// Reads the word.
    ///
    /// @throws IllegalArgumentException if there is no such word; the message has all that are
    public static OnMissing parse(String text) {
        for (OnMissing policy : values()) {
            if (policy.text.equals(text)) {
                return policy;
            }
        }
        throw new IllegalArgumentException(
                "\""
                        + text
                        + "\" is none of "
                        + Arrays.stream(values())
                                .map(OnMissing::text)
                                .collect(Collectors.joining(", ")));
    }
}
