package io.narthex.promql.window;

/// `changes` and `resets` of an `anchored` range: the newest sample at or before the range's start,
/// float or histogram, is the one that the first within the range is compared with.
///
/// @param resets whether only resets count
record AnchoredTransitions(ExtendedRange range, boolean resets)
        implements WindowFunction, MixedFunction {
    @Override
    public void evaluate(Windows in, double[] out, long[] present) {
        ExtendedPlan plan = in.plan().extended(range);
        System.arraycopy(plan.present(), 0, present, 0, plan.present().length);
        int[] until = Transitions.running(resets, in.values(), in.plan().samples());
        for (int k = 0; k < plan.first().length; k++) {
            out[k] = until[plan.last()[k]] - until[plan.first()[k]];
        }
    }

    @Override
    public void evaluate(MixedWindows in, Result out, RangeNotes notes) {
        WindowPlan windows = in.all();
        ExtendedPlan plan = windows.extended(range);
        int[] until = MixedTransitions.running(resets, in, windows.samples());
        for (int k = 0; k < plan.first().length; k++) {
            if (plan.isPresent(k)) {
                out.set(k, until[plan.last()[k]] - until[plan.first()[k]]);
            }
        }
    }
}
