package io.narthex.remote.otlp;

import io.narthex.model.Exemplar;
import io.narthex.remote.wire.LongList;

import java.util.ArrayList;
import java.util.List;

/// A data point of any type; what its type does not have is zero or empty.
///
/// Thread safety: for one thread; reused for the next point.
final class DataPoint {
    final List<Attribute> attributes = new ArrayList<>();
    final List<Exemplar> exemplars = new ArrayList<>();

    /// When, and since when; nanoseconds, 0 where not known.
    long time;

    long start;

    /// Whether the source ended and there is no value.
    boolean stale;

    double value;
    long count;
    boolean hasSum;
    double sum;

    /// Of a histogram: counts per bucket, and its bounds as bits.
    final LongList counts = new LongList();

    final LongList bounds = new LongList();

    /// Of an exponential histogram, whose positive counts are `counts`.
    int scale;

    long zeroCount;
    int offset;
    int negativeOffset;
    final LongList negativeCounts = new LongList();

    /// Of a summary: quantile and value, as bits, in turns.
    final LongList quantiles = new LongList();

    void clear() {
        attributes.clear();
        exemplars.clear();
        time = 0;
        start = 0;
        stale = false;
        value = 0;
        count = 0;
        hasSum = false;
        sum = 0;
        counts.clear();
        bounds.clear();
        scale = 0;
        zeroCount = 0;
        offset = 0;
        negativeOffset = 0;
        negativeCounts.clear();
        quantiles.clear();
    }

    /// When, epoch milliseconds.
    long millis() {
        return time / 1_000_000;
    }

    /// Since when, epoch milliseconds.
    long startMillis() {
        return start / 1_000_000;
    }
}
