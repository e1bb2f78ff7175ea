package io.narthex.demo;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// The database and the accelerator behind the service, of which a sample application has none: a
/// call to them takes as long as such calls do, most of them about as long as the median, a few
/// several times that.
final class Backend {
    /// No call takes longer than this, in milliseconds.
    private static final double LONGEST_MS = 3000;

    private static final double NANOS_PER_MILLI = 1e6;

    private Backend() {}

    /// Waits for a log-normally distributed time.
    ///
    /// @param medianMs half of all calls take less
    /// @param spread standard deviation of the logarithm; 0.5 puts one call in twenty above 2.3
    ///     medians
    static void await(double medianMs, double spread) throws InterruptedException {
        double z = ThreadLocalRandom.current().nextGaussian();
        double ms = Math.min(LONGEST_MS, medianMs * Math.exp(spread * z));
        TimeUnit.NANOSECONDS.sleep((long) (ms * NANOS_PER_MILLI));
    }
}
