package io.narthex.server.examples;

import java.util.Map;
import java.util.TreeMap;

/// What Prometheus defines of counters, written down once more in the plainest way.
final class CounterWindow {
    private CounterWindow() {}

    /// `increase` of a counter without resets: what it grew by between its first and its last
    /// sample, stretched to the borders of the window where those are near, else by half an
    /// interval, but not to the left of where the counter was zero.
    ///
    /// @param samples those in the window, value by Unix seconds
    /// @param end of the window in Unix seconds
    /// @param range length of the window in seconds
    static double increase(Map<Double, Double> samples, double end, double range) {
        TreeMap<Double, Double> sorted = new TreeMap<>(samples);
        double firstTime = sorted.firstKey();
        double lastTime = sorted.lastKey();
        double firstValue = sorted.firstEntry().getValue();
        double grown = sorted.lastEntry().getValue() - firstValue;
        double sampled = lastTime - firstTime;
        double interval = sampled / (sorted.size() - 1);
        double toStart = near(firstTime - (end - range), interval);
        double toEnd = near(end - lastTime, interval);
        if (grown > 0) {
            toStart = Math.min(toStart, sampled * firstValue / grown);
        }
        return grown * (sampled + toStart + toEnd) / sampled;
    }

    private static double near(double distance, double interval) {
        return distance >= 1.1 * interval ? interval / 2 : distance;
    }

    /// `histogram_quantile`: the bucket that holds the rank, and within it a straight line.
    ///
    /// @param buckets counts up to each bound
    static double quantile(double q, TreeMap<Double, Double> buckets) {
        double rank = q * buckets.lastEntry().getValue();
        double bound = 0;
        double below = 0;
        for (Map.Entry<Double, Double> bucket : buckets.entrySet()) {
            if (bucket.getValue() >= rank) {
                double share = (rank - below) / (bucket.getValue() - below);
                return Double.isInfinite(bucket.getKey())
                        ? bound
                        : bound + (bucket.getKey() - bound) * share;
            }
            bound = bucket.getKey();
            below = bucket.getValue();
        }
        throw new AssertionError("no bucket holds rank " + rank + " of " + buckets);
    }
}
