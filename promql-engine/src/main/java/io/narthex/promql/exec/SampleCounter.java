package io.narthex.promql.exec;

/// Counts the samples that one worker looked at, as Prometheus counts `totalQueryableSamples`: each
/// sample once for each step whose window holds it.
///
/// Thread safety: for one worker; read after it has ended.
public final class SampleCounter {
    private long queryable;

    /// Adds samples.
    void add(long samples) {
        queryable += samples;
    }

    /// What was counted since `before` counts for each of `steps` steps: it was looked at once for
    /// all of them.
    void repeat(long before, int steps) {
        queryable += (queryable - before) * (steps - 1);
    }

    /// Samples counted so far.
    public long queryable() {
        return queryable;
    }
}
