package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.promql.parser.VectorMatching;

import java.util.ArrayList;
import java.util.List;

/// Which labels two series must share to match: those of `on`, or all but the name and those of
/// `ignoring`.
///
/// Thread safety: immutable.
///
/// @param on whether `names` are those compared
/// @param names few, so that a list is searched faster than a set
record MatchKeys(boolean on, List<String> names) {
    static MatchKeys of(VectorMatching matching) {
        if (matching.on()) {
            return new MatchKeys(true, matching.labels());
        }
        List<String> ignored = new ArrayList<>(matching.labels());
        ignored.add(Labels.NAME);
        return new MatchKeys(false, List.copyOf(ignored));
    }

    /// The labels that matching series have in common.
    Labels key(Labels labels) {
        return on ? labels.keep(names) : labels.drop(names);
    }
}
