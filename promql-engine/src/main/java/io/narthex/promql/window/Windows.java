package io.narthex.promql.window;

/// The input of a [WindowFunction]: one series' values over the windows of a tile.
///
/// A buffer to reuse; whoever evaluates fills it per series.
///
/// Thread safety: for one worker.
public final class Windows {
    private WindowPlan plan =
            WindowPlan.of(new WindowGrid(0, 0, 1, 0), new long[0], new double[0], 0);
    private double[] values = {};
    private boolean noDrop;
    private long evalStart;
    private long evalStep;
    private double[][] params = {};
    private Runnable checkpoint = () -> {};

    /// Sets what holds for the whole tile.
    ///
    /// @param newEvalStart time of the first step
    /// @param newEvalStep milliseconds between steps
    /// @param newParams the function's scalar arguments, by argument and step
    /// @param newCheckpoint throws when the query must not go on; called now and then
    public void tile(
            long newEvalStart, long newEvalStep, double[][] newParams, Runnable newCheckpoint) {
        evalStart = newEvalStart;
        evalStep = newEvalStep;
        params = newParams;
        checkpoint = newCheckpoint;
    }

    /// Sets what belongs to one series.
    ///
    /// @param newValues fitting the plan, without stale markers
    /// @param newNoDrop whether no value is known to be below its predecessor
    public void series(WindowPlan newPlan, double[] newValues, boolean newNoDrop) {
        plan = newPlan;
        values = newValues;
        noDrop = newNoDrop;
    }

    WindowPlan plan() {
        return plan;
    }

    double[] values() {
        return values;
    }

    boolean noDrop() {
        return noDrop;
    }

    /// The time that step `k` is evaluated at: not the window's end where there is an offset.
    long evalTime(int k) {
        return evalStart + evalStep * k;
    }

    void checkpoint() {
        checkpoint.run();
    }

    double param(int i, int k) {
        return params[i][k];
    }
}
