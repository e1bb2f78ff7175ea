package io.narthex.promql.window;

/// `irate` and `idelta`: what the last two samples of a window tell.
///
/// @param counter whether it is a rate of a counter, whose decrease is a reset to zero
record InstantChange(boolean counter) implements PerWindow.Reducer {
    @Override
    public double reduce(Windows in, int first, int last, int k) {
        double before = in.values()[last - 1];
        double after = in.values()[last];
        if (!counter) {
            return after - before;
        }
        double increase = after < before ? after : after - before;
        long[] times = in.plan().times();
        return increase / ((times[last] - times[last - 1]) / 1000.0);
    }
}
