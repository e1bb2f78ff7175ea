package io.narthex.rules.run;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult;
import io.narthex.model.Labels;
import io.narthex.model.SeriesRef;
import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.Value.VectorSample;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Stores the results of one rule's evaluation, and ends the series that it gave before and gives
/// no more, all in one batch.
///
/// Thread safety: for one thread; for one evaluation.
final class ResultWriter {
    private final Appender appender;

    /// By position in the batch, the series of each result.
    private final List<Labels> batch = new ArrayList<>();

    private final Set<Labels> stored = new HashSet<>();
    private int refused;
    private @Nullable AppendStatus problem;

    ResultWriter(Appender appender) {
        this.appender = appender;
    }

    /// Stores results.
    ///
    /// @param before the series that the last evaluation stored
    /// @param time of stale markers, epoch milliseconds
    /// @throws io.narthex.model.StorageException if nothing can be stored
    void write(List<VectorSample> results, Set<Labels> before, long time) {
        appender.refuseLate();
        Set<Labels> given = new HashSet<>();
        for (VectorSample s : results) {
            given.add(s.labels());
            append(s);
        }
        for (Labels series : before) {
            if (!given.contains(series)) {
                mark(appender, series, time);
            }
        }
        stored.addAll(batch);
        for (CommitResult.Rejection rejection : appender.commit().rejections()) {
            // What is behind the results are markers; another rule may have gone on with a series.
            if (rejection.index() < batch.size()) {
                stored.remove(batch.get(rejection.index()));
                refuse(rejection.status());
            }
        }
    }

    private void append(VectorSample s) {
        long ref = appender.resolve(s.labels(), s.timestamp());
        if (SeriesRef.isRefusal(ref)) {
            refuse(SeriesRef.reason(ref));
            return;
        }
        FloatHistogram histogram = s.histogram();
        AppendStatus status =
                histogram == null
                        ? appender.append(ref, s.timestamp(), s.value())
                        : appender.append(ref, s.timestamp(), histogram);
        if (status == AppendStatus.OK) {
            batch.add(s.labels());
        } else {
            refuse(status);
        }
    }

    private void refuse(AppendStatus status) {
        refused++;
        problem = status;
    }

    /// Ends series that nobody gives any more.
    static void markAll(Appender appender, Collection<Labels> series, long time) {
        appender.refuseLate();
        series.forEach(s -> mark(appender, s, time));
        appender.commit();
    }

    /// Ends a series. One that the store has dropped needs no marker.
    private static void mark(Appender appender, Labels series, long time) {
        long ref = appender.find(series);
        if (ref != SeriesRef.NONE) {
            appender.append(ref, time, StaleNaN.VALUE);
        }
    }

    /// The series that were stored.
    Set<Labels> stored() {
        return stored;
    }

    /// How many results were not stored.
    int refused() {
        return refused;
    }

    /// Why the last one of them was not; null where all were.
    @Nullable String problem() {
        return problem == null ? null : text(problem);
    }

    /// Prometheus' words, where it has some.
    private static String text(AppendStatus status) {
        return switch (status) {
            case OUT_OF_ORDER -> "out of order sample";
            case DUPLICATE -> "duplicate sample for timestamp";
            case OUT_OF_BOUNDS -> "out of bounds";
            case TOO_OLD -> "too old sample";
            case INVALID_LABELS -> "invalid labels";
            case SERIES_LIMIT -> "the store takes no new series: a limit is reached";
            case INVALID_HISTOGRAM -> "invalid histogram";
            case UNSUPPORTED_HISTOGRAM -> "the store takes no native histograms";
            case UNKNOWN_REF -> "the store forgot the series meanwhile";
            case OK -> "stored";
        };
    }
}
