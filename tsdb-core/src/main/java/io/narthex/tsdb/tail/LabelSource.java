package io.narthex.tsdb.tail;

import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

/// Finds the labels of series.
///
/// Thread safety: that of what it is made of.
@FunctionalInterface
public interface LabelSource {
    /// The labels by reference; null where there is no such series.
    @Nullable Labels[] labels(long[] refs);
}
