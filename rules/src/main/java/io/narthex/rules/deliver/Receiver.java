package io.narthex.rules.deliver;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;

import java.util.List;

/// Who is told of which alerts, and how.
///
/// @param name unique; part of file names
/// @param matchers an alert has to satisfy all of them
/// @param channel the way there
/// @param sendResolved whether the end of an alert is told too
///
/// Thread safety: immutable.
public record Receiver(
        String name, List<LabelMatcher> matchers, Channel channel, boolean sendResolved) {
    /// @throws IllegalArgumentException if the name can't be used
    public Receiver {
        if (!name.matches("[a-zA-Z0-9_-]{1,60}")) {
            throw new IllegalArgumentException(
                    "a receiver's name has letters, digits, \"_\" and \"-\", 60 at most, not \""
                            + name
                            + '"');
        }
        matchers = List.copyOf(matchers);
    }

    boolean wants(Labels alert) {
        return LabelMatcher.matchesAll(matchers, alert);
    }
}
