package io.narthex.rules.slo;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;

import java.util.ArrayList;
import java.util.List;

/// What an objective is about: which events are counted, and which of them are bad.
///
/// Thread safety: immutable.
public sealed interface Indicator {
    /// Counters of events.
    ///
    /// @param total all events
    /// @param counted some of them
    /// @param countsBad whether those are the bad ones, instead of the good ones
    record Counted(EventSelector total, EventSelector counted, boolean countsBad)
            implements Indicator {}

    /// A classic histogram of durations; slow events are bad.
    ///
    /// @param metric the histogram's name, without `_bucket`
    /// @param matchers conditions on its other labels
    /// @param threshold what still is fast enough, in the histogram's unit, which is seconds
    record Latency(String metric, List<LabelMatcher> matchers, double threshold)
            implements Indicator {
        /// Copies the list.
        public Latency {
            matchers = List.copyOf(matchers);
        }

        /// The selector of all buckets.
        List<LabelMatcher> buckets() {
            List<LabelMatcher> all = new ArrayList<>();
            all.add(LabelMatcher.equal(Labels.NAME, metric + "_bucket"));
            all.addAll(matchers);
            return all;
        }
    }
}
