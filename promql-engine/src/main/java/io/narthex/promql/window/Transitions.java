package io.narthex.promql.window;

/// `changes` and `resets`: how many samples of a window differ from, or are below, the sample
/// before them in the window.
///
/// One running count over all samples answers every window by a subtraction of integers.
///
/// @param resets whether only decreases count
record Transitions(boolean resets) implements WindowFunction {
    @Override
    public void evaluate(Windows in, double[] out, long[] present) {
        WindowPlan plan = in.plan();
        System.arraycopy(plan.atLeastOne(), 0, present, 0, plan.atLeastOne().length);
        int[] until = running(resets, in.values(), plan.samples());
        for (int k = 0; k < plan.grid().count(); k++) {
            out[k] = until[plan.last()[k]] - until[plan.first()[k]];
        }
    }

    /// How many samples count until each, inclusive.
    static int[] running(boolean resets, double[] v, int n) {
        int[] until = new int[n];
        for (int i = 1; i < n; i++) {
            until[i] = until[i - 1] + (counts(resets, v[i - 1], v[i]) ? 1 : 0);
        }
        return until;
    }

    /// Whether a sample counts after the one before.
    static boolean counts(boolean resets, double before, double after) {
        if (resets) {
            return after < before;
        }
        return after != before && !(Double.isNaN(after) && Double.isNaN(before));
    }
}
