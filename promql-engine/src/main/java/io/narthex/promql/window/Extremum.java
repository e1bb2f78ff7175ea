package io.narthex.promql.window;

/// The greatest or least value of each window, and its time.
///
/// NaN counts only where a window holds nothing else. As windows only move forward, a queue of the
/// candidates gives each window its extremum in amortised constant time: a sample leaves the queue
/// once a better one follows it. Equal values stay in line, so that `0` and `-0` resolve as in a
/// scan from the left.
///
/// @param max whether the greatest is wanted
/// @param wantTime whether its time in seconds is wanted; of equal values, that of the latest
record Extremum(boolean max, boolean wantTime) implements WindowFunction {
    @Override
    public void evaluate(Windows in, double[] out, long[] present) {
        WindowPlan plan = in.plan();
        System.arraycopy(plan.atLeastOne(), 0, present, 0, plan.atLeastOne().length);
        int[] queue = new int[plan.samples()];
        int head = 0;
        int tail = 0;
        int next = 0;
        for (int k = 0; k < plan.grid().count(); k++) {
            if (!plan.isPresent(k)) {
                continue;
            }
            int first = plan.first()[k];
            int last = plan.last()[k];
            for (next = Math.max(next, first); next <= last; next++) {
                double x = in.values()[next];
                if (!Double.isNaN(x)) {
                    while (tail > head && yields(in.values()[queue[tail - 1]], x)) {
                        tail--;
                    }
                    queue[tail++] = next;
                }
            }
            while (head < tail && queue[head] < first) {
                head++;
            }
            int at = head < tail ? queue[head] : last;
            out[k] = wantTime ? plan.times()[at] / 1000.0 : in.values()[at];
        }
    }

    /// Whether an older value can never be the extremum again once the newer one is there.
    private boolean yields(double older, double newer) {
        if (wantTime && older == newer) {
            return true;
        }
        return max ? older < newer : older > newer;
    }
}
