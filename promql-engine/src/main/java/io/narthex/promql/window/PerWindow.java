package io.narthex.promql.window;

/// A function that looks at each window on its own.
///
/// @param minSamples windows with fewer samples have no value
record PerWindow(int minSamples, Reducer reducer) implements WindowFunction {
    /// Samples between two checkpoints: some dozen microseconds of the slower reducers.
    private static final int CHECKPOINT = 1 << 13;

    /// One window's value.
    @FunctionalInterface
    interface Reducer {
        /// @param first index of the window's first sample
        /// @param last index of its last sample, inclusive
        /// @param k the step
        double reduce(Windows in, int first, int last, int k);
    }

    @Override
    public void evaluate(Windows in, double[] out, long[] present) {
        WindowPlan plan = in.plan();
        long[] enough = minSamples == 1 ? plan.atLeastOne() : plan.atLeastTwo();
        System.arraycopy(enough, 0, present, 0, enough.length);
        int work = 0;
        for (int w = 0; w < enough.length; w++) {
            for (long bits = enough[w]; bits != 0; bits &= bits - 1) {
                int k = (w << 6) + Long.numberOfTrailingZeros(bits);
                work += plan.last()[k] - plan.first()[k];
                if (work > CHECKPOINT) {
                    work = 0;
                    in.checkpoint();
                }
                out[k] = reducer.reduce(in, plan.first()[k], plan.last()[k], k);
            }
        }
    }
}
