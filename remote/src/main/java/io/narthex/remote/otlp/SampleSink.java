package io.narthex.remote.otlp;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult;
import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.model.SeriesRef;
import io.narthex.model.StartTimestampAppender;
import io.narthex.model.histogram.DeltaBuckets;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.model.histogram.Histogram;
import io.narthex.remote.RejectionText;
import io.narthex.remote.wire.BadRequests;
import io.narthex.remote.wire.KnownStarts;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Gives samples to the store, and knows of which metric each one was, to tell of those that are
/// refused.
///
/// Thread safety: for one thread.
final class SampleSink {
    private final Appender appender;
    private final @Nullable StartTimestampAppender starts;

    /// Which zeros the store has already; null where start timestamps make none.
    private final @Nullable KnownStarts zeros;

    private final long maxTime;
    private final BadRequests bad = new BadRequests();
    private final List<String> metrics = new ArrayList<>();

    /// Per metric: how many samples were given to the store before its first one.
    private int[] firstSample = new int[64];

    /// Which of what was given to the store are zeros that nobody sent.
    private final BitSet unsent = new BitSet();

    private int appended;
    private int rejected;
    private int untranslatable;

    /// @param maxTime samples after it are refused, epoch milliseconds
    /// @param features what becomes of start timestamps
    /// @param zeros of earlier requests
    SampleSink(Appender appender, long maxTime, OtlpFeatures features, KnownStarts zeros) {
        this.appender = appender;
        this.starts =
                features.storedStarts() && appender instanceof StartTimestampAppender s ? s : null;
        this.zeros = features.zeroStarts() ? zeros : null;
        this.maxTime = maxTime;
    }

    /// Goes on with another metric.
    void begin(String metric) {
        if (metrics.size() == firstSample.length) {
            firstSample = Arrays.copyOf(firstSample, 2 * firstSample.length);
        }
        firstSample[metrics.size()] = appended;
        metrics.add(metric);
    }

    /// Takes a float.
    ///
    /// @param start epoch milliseconds, 0 where not known
    void sample(Labels labels, long start, long time, double value, List<Exemplar> exemplars) {
        long ref = resolve(labels, time);
        if (wantsZero(ref, start, time)) {
            zero(appender.append(ref, start, 0.0));
        }
        AppendStatus status =
                SeriesRef.isRefusal(ref)
                        ? SeriesRef.reason(ref)
                        : starts == null || start == 0
                                ? appender.append(ref, time, value)
                                : starts.append(ref, time, value, start);
        note(status, ref, RejectionText.of(status), time, exemplars);
    }

    /// Takes a native histogram.
    ///
    /// @param start epoch milliseconds, 0 where not known
    void histogram(
            Labels labels, long start, long time, Histogram histogram, List<Exemplar> exemplars) {
        String problem = histogram.problem();
        if (problem != null) {
            reject(problem);
            return;
        }
        long ref = resolve(labels, time);
        if (wantsZero(ref, start, time)) {
            zero(appender.append(ref, start, zero(histogram)));
        }
        AppendStatus status =
                SeriesRef.isRefusal(ref)
                        ? SeriesRef.reason(ref)
                        : starts == null || start == 0
                                ? appender.append(ref, time, histogram)
                                : starts.append(ref, time, histogram, start);
        note(status, ref, RejectionText.of(status), time, exemplars);
    }

    private boolean wantsZero(long ref, long start, long time) {
        return zeros != null
                && start != 0
                && start < time
                && !SeriesRef.isRefusal(ref)
                && zeros.add(ref, start);
    }

    /// The histogram without observations that a start timestamp stands for.
    private static Histogram zero(Histogram of) {
        return new Histogram(
                of.schema(),
                of.zeroThreshold(),
                0,
                0,
                0,
                DeltaBuckets.NONE,
                DeltaBuckets.NONE,
                of.bounds(),
                ResetHint.COUNTER_RESET);
    }

    /// Whatever was wrong with a zero, nobody sent it.
    private void zero(AppendStatus status) {
        if (status == AppendStatus.OK) {
            unsent.set(appended);
            appended++;
        }
    }

    /// Notes that a point is older than its series, which is no news to its sender.
    void old() {
        rejected++;
    }

    /// Notes that the metric, or what is left of it, has no translation.
    void untranslatable(String reason) {
        untranslatable++;
        bad.add(metrics.size(), reason);
    }

    /// Adds what the store said at the end.
    void judge(CommitResult result) {
        for (CommitResult.Rejection r : result.rejections()) {
            if (unsent.get(r.index())) {
                continue;
            }
            int found = Arrays.binarySearch(firstSample, 0, metrics.size(), r.index() + 1);
            int metric = (found >= 0 ? found : -found - 1) - 1;
            while (firstSample[metric] > r.index()) {
                metric--;
            }
            rejected++;
            bad.add(metric, RejectionText.of(r.status()) + " for metric " + metrics.get(metric));
        }
    }

    /// What was refused or left out.
    BadRequests bad() {
        return bad;
    }

    /// Samples that were refused.
    int rejected() {
        return rejected;
    }

    /// Metrics that were left out.
    int untranslatable() {
        return untranslatable;
    }

    private long resolve(Labels labels, long time) {
        return time > maxTime
                ? SeriesRef.refusal(AppendStatus.OUT_OF_BOUNDS)
                : appender.resolve(labels, time);
    }

    private void note(
            AppendStatus status, long ref, String reason, long time, List<Exemplar> exemplars) {
        if (status != AppendStatus.OK) {
            reject(reason);
            return;
        }
        appended++;
        if (appender.takesExemplars()) {
            for (Exemplar exemplar : exemplars) {
                // Whatever is wrong with it, the sample counts.
                AppendStatus _ =
                        appender.appendExemplar(
                                ref,
                                exemplar.hasTimestamp()
                                        ? exemplar
                                        : new Exemplar(
                                                exemplar.labels(), exemplar.value(), time, false));
            }
        }
    }

    /// Notes that a sample of the metric is refused.
    void reject(String reason) {
        rejected++;
        bad.add(metrics.size() - 1, reason + " for metric " + metrics.getLast());
    }
}
