package io.narthex.remote.otlp;

import io.narthex.model.Labels;
import io.narthex.model.histogram.HistogramSchema;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Adds up differences: of points that tell what has come since the one before it makes points that
/// tell what has come since the first one, as OpenTelemetry's processor `deltatocumulative` does.
///
/// A series is known by its labels. One that got no point for five minutes is forgotten, and begins
/// anew from 0 with its next one, as after a restart.
///
/// Requests must not overtake each other between the adding and the storing, or the store would
/// refuse the smaller sums as too old: from [#enter] to [#leave] all others wait.
///
/// Thread safety: safe for concurrent calls; everything is guarded by `turn`.
final class DeltaSums {
    /// As OpenTelemetry's processor has it.
    private static final Duration MAX_AGE = Duration.ofMinutes(5);

    /// What a series takes beside its labels and buckets; est.
    private static final int BYTES_PER_SERIES = 300;

    private final InstantSource clock;
    private final long maxBytes;
    private final ReentrantLock turn = new ReentrantLock();

    /// The series that got a point last comes last.
    private final Map<Series, Kept> sums = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;

    /// What is added up apart from all else.
    private record Series(Labels labels, OtlpType type) {}

    private static final class Kept {
        final DeltaSum sum = new DeltaSum();
        long seenMillis;
        long bytes;
    }

    /// What was made of a point.
    enum Outcome {
        /// It is the sum now.
        SUM,
        /// It is of a time before the last one of its series, or sent again.
        OLD,
        /// Its series is new, and there is no room for it.
        FULL
    }

    /// @param maxBytes memory that all sums may take
    DeltaSums(InstantSource clock, long maxBytes) {
        this.clock = clock;
        this.maxBytes = maxBytes;
    }

    /// Begins a request's turn, unless it has begun.
    void enter() {
        if (!turn.isHeldByCurrentThread()) {
            turn.lock();
            forget();
        }
    }

    /// Ends the request's turn, if it has begun.
    void leave() {
        if (turn.isHeldByCurrentThread()) {
            turn.unlock();
        }
    }

    /// Adds a point to its series, and makes it the sum. One without a value, or whose scale has no
    /// translation, stays as it is.
    ///
    /// @param labels of the series, with the metric's name
    Outcome add(Labels labels, OtlpType type, DataPoint point) {
        if (point.stale || point.scale < HistogramSchema.MIN) {
            return Outcome.SUM;
        }
        Series series = new Series(labels, type);
        Kept kept = sums.get(series);
        if (kept == null) {
            if (bytes >= maxBytes) {
                return Outcome.FULL;
            }
            kept = new Kept();
            sums.put(series, kept);
            kept.sum.begin(point);
        } else if (!kept.sum.add(type, point)) {
            return Outcome.OLD;
        }
        kept.seenMillis = clock.millis();
        bytes -= kept.bytes;
        kept.bytes = BYTES_PER_SERIES + size(labels) + kept.sum.bytes();
        bytes += kept.bytes;
        kept.sum.copyTo(point);
        return Outcome.SUM;
    }

    private static long size(Labels labels) {
        long size = 0;
        for (int i = 0; i < labels.size(); i++) {
            size += labels.name(i).length() + labels.value(i).length();
        }
        return size;
    }

    private void forget() {
        long oldest = clock.millis() - MAX_AGE.toMillis();
        Iterator<Kept> eldest = sums.values().iterator();
        while (eldest.hasNext()) {
            Kept kept = eldest.next();
            if (kept.seenMillis >= oldest) {
                return;
            }
            bytes -= kept.bytes;
            eldest.remove();
        }
    }
}
