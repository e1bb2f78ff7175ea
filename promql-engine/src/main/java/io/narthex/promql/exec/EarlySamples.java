package io.narthex.promql.exec;

/// Accounts for samples that an operator looked at before the first tile, to know its rows.
///
/// Thread safety: safe for concurrent calls.
final class EarlySamples {
    private final long samples;
    private final boolean range;

    /// Guarded by this.
    private boolean accounted;

    EarlySamples(long samples, QueryContext context) {
        this.samples = samples;
        this.range = context.isRange();
    }

    /// Counts them for the tile that comes first. What is evaluated once and repeated for each step
    /// counts for each.
    synchronized void account(Worker worker) {
        if (!accounted || !range) {
            accounted = true;
            worker.samples().add(samples);
        }
    }
}
