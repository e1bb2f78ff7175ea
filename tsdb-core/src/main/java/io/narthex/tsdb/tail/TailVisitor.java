package io.narthex.tsdb.tail;

import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;

/// Gets what a [Tail] reads.
///
/// A reference names its series for ever, so whoever makes something of labels may keep it by
/// reference.
///
/// Thread safety: called by the thread that reads.
public interface TailVisitor {
    /// A float sample, in order or late.
    ///
    /// @param ref the series' reference
    /// @param timestamp epoch milliseconds
    /// @param value a value, or the stale marker
    /// @param startTimestamp epoch milliseconds; 0 where not known
    void sample(long ref, Labels labels, long timestamp, double value, long startTimestamp);

    /// A native histogram.
    ///
    /// @param ref the series' reference
    /// @param timestamp epoch milliseconds
    /// @param histogram the histogram; where its sum is the stale marker it ends the series
    /// @param startTimestamp epoch milliseconds; 0 where not known
    void histogram(
            long ref, Labels labels, long timestamp, FloatHistogram histogram, long startTimestamp);

    /// An exemplar.
    ///
    /// @param ref the series' reference
    default void exemplar(long ref, Labels labels, Exemplar exemplar) {}

    /// Samples were committed, but can't be given: their part of the log is deleted or damaged, or
    /// nobody knows the labels of their series any more.
    ///
    /// @param samples how many, at least 1
    void lost(long samples);
}
