package io.narthex.promql.window;

/// `rate`, `increase` and `delta`.
///
/// The value of a window is `(last - first + resets) · factor`, where the factor depends on times
/// only ([Extrapolation]) unless the counter's zero is near. So the common case is one flat loop
/// over index arrays, and a step leaves it only where the zero clamp may act. A counter with resets
/// takes the loop that adds the value before each reset, in order, exactly as the definition does.
///
/// @param counter whether decreases are resets and zero is a floor
/// @param perSecond whether the increase is divided by the window's length
record ExtrapolatedRate(boolean counter, boolean perSecond) implements WindowFunction {
    @Override
    public void evaluate(Windows in, double[] out, long[] present) {
        WindowPlan plan = in.plan();
        System.arraycopy(plan.atLeastTwo(), 0, present, 0, plan.atLeastTwo().length);
        if (!counter) {
            gauge(plan, in.values(), out);
        } else if (in.noDrop()) {
            flat(plan, in.values(), out);
        } else {
            int[] resets = resets(in.values(), plan.samples());
            if (resets.length == 0) {
                flat(plan, in.values(), out);
            } else {
                withResets(plan, in.values(), resets, out);
            }
        }
    }

    private void gauge(WindowPlan plan, double[] v, double[] out) {
        int[] first = plan.first();
        int[] last = plan.last();
        double[] factor = plan.extrapolation().factors(perSecond);
        for (int k = 0; k < first.length; k++) {
            out[k] = (v[last[k]] - v[first[k]]) * factor[k];
        }
    }

    private void flat(WindowPlan plan, double[] v, double[] out) {
        Extrapolation x = plan.extrapolation();
        int[] first = plan.first();
        int[] last = plan.last();
        double[] factor = x.factors(perSecond);
        double zeroLimit = x.zeroLimit();
        for (int k = 0; k < first.length; k++) {
            double start = v[first[k]];
            double increase = v[last[k]] - start;
            // Written so that NaN takes the exact path.
            out[k] =
                    start >= increase * zeroLimit
                            ? increase * factor[k]
                            : increase * x.clampedFactor(k, increase, start, perSecond);
        }
    }

    private void withResets(WindowPlan plan, double[] v, int[] resets, double[] out) {
        Extrapolation x = plan.extrapolation();
        int next = 0;
        for (int k = 0; k < out.length && k < plan.first().length; k++) {
            if (plan.size(k) < 2) {
                continue;
            }
            int from = plan.first()[k];
            int to = plan.last()[k];
            while (next < resets.length && resets[next] <= from) {
                next++;
            }
            double increase = v[to] - v[from];
            for (int r = next; r < resets.length && resets[r] <= to; r++) {
                increase += v[resets[r] - 1];
            }
            out[k] = increase * x.clampedFactor(k, increase, v[from], perSecond);
        }
    }

    /// The indexes of the samples below their predecessor.
    static int[] resets(double[] v, int n) {
        int count = 0;
        for (int i = 1; i < n; i++) {
            if (v[i] < v[i - 1]) {
                count++;
            }
        }
        int[] at = new int[count];
        for (int i = 1, j = 0; j < count; i++) {
            if (v[i] < v[i - 1]) {
                at[j++] = i;
            }
        }
        return at;
    }
}
