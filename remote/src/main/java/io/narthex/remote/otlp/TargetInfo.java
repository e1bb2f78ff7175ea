package io.narthex.remote.otlp;

import io.narthex.model.Labels;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The `target_info` of resources: a sample whenever half of what queries look back has passed, so
/// that it is there for all points of the resource.
///
/// Thread safety: for one thread.
final class TargetInfo {
    /// Points that lie far apart, or have no time at all, must not make a flood of samples.
    private static final int MAX_SAMPLES = 1000;

    /// Of all resources of a request.
    private static final int MAX_TOTAL = 100_000;

    private final SampleSink sink;
    private final long intervalNanos;
    private final Set<Sample> made = new HashSet<>();
    private long earliest;
    private long latest;

    /// @param time epoch milliseconds
    private record Sample(Labels labels, long time) {}

    TargetInfo(SampleSink sink, Duration lookback) {
        this.sink = sink;
        this.intervalNanos = Math.max(1_000_000, lookback.dividedBy(2).toNanos());
    }

    /// Begins with another resource.
    void begin() {
        earliest = -1; // the largest unsigned number
        latest = 0;
    }

    /// Notes when a point of the resource was; nanoseconds, unsigned.
    void see(long time) {
        if (Long.compareUnsigned(time, earliest) < 0) {
            earliest = time;
        }
        if (Long.compareUnsigned(time, latest) > 0) {
            latest = time;
        }
    }

    /// Whether any point was seen.
    boolean hasSeen() {
        return earliest != -1;
    }

    /// Makes the samples.
    void add(Labels labels) {
        sink.begin("target_info");
        long span = Math.max(0, latest - earliest);
        long steps = Math.min(MAX_SAMPLES, span / intervalNanos);
        long from = Math.max(earliest, latest - (steps + 1) * intervalNanos);
        for (long time = from; time < latest; time += intervalNanos) {
            add(labels, time / 1_000_000);
        }
        add(labels, latest / 1_000_000);
    }

    private void add(Labels labels, long millis) {
        if (made.size() < MAX_TOTAL && made.add(new Sample(labels, millis))) {
            sink.sample(labels, 0, millis, 1, List.of());
        }
    }
}
