package io.narthex.promql.test;

import io.narthex.model.Appendable;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult;
import io.narthex.model.Labels;
import io.narthex.model.SeriesRef;
import io.narthex.model.histogram.FloatHistogram;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Series as unit tests of rules give them, in the notation of scripts. Their samples are stored
/// little by little, as the test's time goes on: what a rule made of earlier ones stays as it was.
///
/// Thread safety: for one thread.
public final class InputSeries {
    private final long step;
    private final long start;
    private final Map<Labels, Progress> series = new LinkedHashMap<>();

    /// Points of a series, and how many of them are behind.
    private static final class Progress {
        private final List<SeriesLine.Point> points;
        private int next;

        Progress(List<SeriesLine.Point> points) {
            this.points = points;
        }
    }

    /// No series.
    ///
    /// @param step milliseconds between the points of a series
    /// @param start when the first of them is, in epoch milliseconds
    public InputSeries(long step, long start) {
        this.step = step;
        this.start = start;
    }

    /// Adds a series; one of the same labels is replaced.
    ///
    /// @param labels such as `up{job="a"}`
    /// @param values such as `0+1x10 _ stale`
    /// @throws IllegalArgumentException if they are not valid
    public void add(String labels, String values) {
        try {
            SeriesLine line = SeriesNotation.parse(labels + " " + values, 1);
            series.put(line.labels(), new Progress(line.points()));
        } catch (ScriptException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /// Stores what is not stored yet of the time up to the one given.
    ///
    /// @throws io.narthex.model.StorageException if the store can't take samples now
    /// @throws IllegalArgumentException if it refuses one
    public void appendUntil(Appendable store, long time) {
        try (Appender appender = store.appender()) {
            series.forEach((labels, progress) -> append(appender, labels, progress, time));
            CommitResult result = appender.commit();
            if (!result.rejections().isEmpty()) {
                throw new IllegalArgumentException("samples are refused: " + result);
            }
        }
    }

    private void append(Appender appender, Labels labels, Progress progress, long until) {
        if (progress.next >= progress.points.size()) {
            return;
        }
        long ref = appender.resolve(labels);
        if (SeriesRef.isRefusal(ref)) {
            throw new IllegalArgumentException(labels + " is refused: " + SeriesRef.reason(ref));
        }
        while (progress.next < progress.points.size()) {
            long time = start + progress.next * step;
            if (time > until) {
                return;
            }
            switch (progress.points.get(progress.next++)) {
                case SeriesLine.Gap _ -> {}
                case SeriesLine.Number number -> appender.append(ref, time, number.value());
                case SeriesLine.Histogram h -> appender.append(ref, time, h.value());
            }
        }
    }

    /// The labels of a series as written, such as `up{job="a"}`; of an empty text there are none.
    ///
    /// @throws IllegalArgumentException if they are not valid
    public static Labels labels(String text) {
        try {
            return SeriesNotation.labels(text.strip(), 1);
        } catch (ScriptException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /// The native histogram that a text such as `{{count:1 sum:2 buckets:[1]}}` means.
    ///
    /// @throws IllegalArgumentException if it is none, or several
    public static FloatHistogram histogram(String text) {
        try {
            List<SeriesLine.Point> points = HistogramNotation.points(text.strip(), 1);
            if (points != null
                    && points.size() == 1
                    && points.getFirst() instanceof SeriesLine.Histogram(FloatHistogram h, _)) {
                return h;
            }
            throw new IllegalArgumentException("expected one histogram, got " + text);
        } catch (ScriptException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /// A native histogram in that notation, the same for all that mean the same.
    public static String text(FloatHistogram histogram) {
        return HistogramText.of(histogram);
    }
}
