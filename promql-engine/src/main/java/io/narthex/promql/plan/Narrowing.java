package io.narthex.promql.plan;

import io.narthex.model.LabelMatcher;

import java.util.ArrayList;
import java.util.List;

/// Conditions on a selector's series that are not written there: series that fail one of them can't
/// make a difference.
///
/// Thread safety: immutable.
///
/// @param matchers what series must satisfy beside the selector's own conditions
/// @param plainOnly whether that is certain only where all samples are floats, start timestamps are
///     not used and no series has its type or unit for a label: else a series that gives nothing to
///     the result might still raise an annotation or an error
public record Narrowing(List<LabelMatcher> matchers, boolean plainOnly) {
    /// No conditions.
    public static final Narrowing NONE = new Narrowing(List.of(), false);

    /// Whether there are no conditions.
    public boolean isEmpty() {
        return matchers.isEmpty();
    }

    /// These conditions and more.
    Narrowing and(List<LabelMatcher> more, boolean morePlainOnly) {
        List<LabelMatcher> all = new ArrayList<>(matchers);
        all.addAll(more);
        return new Narrowing(List.copyOf(all), plainOnly || morePlainOnly);
    }
}
