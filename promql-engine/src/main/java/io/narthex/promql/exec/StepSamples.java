package io.narthex.promql.exec;

import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.window.MixedWindows;
import io.narthex.promql.window.SampleSize;
import io.narthex.promql.window.WindowPlan;

import org.jspecify.annotations.Nullable;

/// The samples that some steps look at, as Prometheus counts them.
///
/// *Queryable* samples count once for each step that sees them. *Read* ones count for the first of
/// neighbouring steps only: of a window, those that are not in the window one step before.
///
/// Thread safety: for one thread.
final class StepSamples {
    private final int steps;
    private final boolean fromStart;
    private long queryable;
    private long read;

    /// By step; null where only totals are asked for.
    private final long @Nullable [] queryableAt;

    private final long @Nullable [] readAt;

    /// @param fromStart whether the first step is the first of the query, or of the subquery
    /// @param perStep whether each step counts on its own
    StepSamples(int steps, boolean fromStart, boolean perStep) {
        this.steps = steps;
        this.fromStart = fromStart;
        this.queryableAt = perStep ? new long[steps] : null;
        this.readAt = perStep ? new long[steps] : null;
    }

    /// Bytes that counting each step takes.
    static long bytes(long steps) {
        return 2L * Long.BYTES * steps;
    }

    /// For one evaluation that stands for all steps.
    StepSamples once() {
        return new StepSamples(1, true, false);
    }

    /// For the same steps.
    StepSamples likewise() {
        return new StepSamples(steps, fromStart, queryableAt != null);
    }

    int steps() {
        return steps;
    }

    boolean fromStart() {
        return fromStart;
    }

    long queryable() {
        return queryable;
    }

    long read() {
        return read;
    }

    /// @throws IllegalStateException if only totals were counted
    long queryableAt(int k) {
        return each(queryableAt)[k];
    }

    /// @throws IllegalStateException if only totals were counted
    long readAt(int k) {
        return each(readAt)[k];
    }

    private static long[] each(long @Nullable [] counts) {
        if (counts == null) {
            throw new IllegalStateException("BUG: steps were not counted");
        }
        return counts;
    }

    void add(int k, long moreQueryable, long moreRead) {
        queryable += moreQueryable;
        read += moreRead;
        if (queryableAt != null && readAt != null) {
            queryableAt[k] += moreQueryable;
            readAt[k] += moreRead;
        }
    }

    /// Adds what was counted for the same steps.
    void addAll(StepSamples other) {
        if (queryableAt == null) {
            queryable += other.queryable;
            read += other.read;
            return;
        }
        for (int k = 0; k < steps; k++) {
            add(k, other.queryableAt(k), other.readAt(k));
        }
    }

    /// Adds a sample for each step of a column.
    ///
    /// @param bucketsRead whether histograms have their full size
    void addColumn(StepColumn column, boolean bucketsRead) {
        if (column.histograms() == null && queryableAt == null) {
            int n = column.cardinality();
            queryable += n;
            read += n;
            return;
        }
        for (int k = column.nextPresent(0); k >= 0; k = column.nextPresent(k + 1)) {
            FloatHistogram h = column.histogramAt(k);
            int size = h == null || bucketsRead ? SampleSize.of(h) : SampleSize.WITHOUT_BUCKETS;
            add(k, size, size);
        }
    }

    /// Adds the windows over a series of floats.
    ///
    /// @param reads whether they are read from the store
    void addWindows(WindowPlan plan, boolean reads) {
        if (queryableAt == null) {
            queryable += plan.samplesInWindows();
            read += reads ? plan.newSamples(fromStart) : 0;
            return;
        }
        for (int k = 0; k < steps; k++) {
            if (plan.isPresent(k)) {
                int end = plan.last()[k] + 1;
                add(k, end - plan.first()[k], reads ? end - plan.firstNew(k, fromStart) : 0);
            }
        }
    }

    /// Adds the windows over a series with native histograms.
    ///
    /// @param reads whether they are read from the store
    void addWindows(MixedWindows samples, boolean reads) {
        WindowPlan plan = samples.all();
        long[] until = samples.sizes();
        for (int k = 0; k < steps; k++) {
            if (plan.isPresent(k)) {
                long end = until[plan.last()[k] + 1];
                long first = until[plan.first()[k]];
                add(k, end - first, reads ? end - until[plan.firstNew(k, fromStart)] : 0);
            }
        }
    }
}
