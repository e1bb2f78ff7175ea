package io.narthex.scrape.loop;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.Exemplar;
import io.narthex.model.StartTimestampAppender;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.Histogram;
import io.narthex.scrape.ScrapeProblem;
import io.narthex.scrape.text.ExpositionParser;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;

/// Puts the native histograms of a body into batches.
///
/// Thread safety: for the thread of one target.
final class HistogramAppender {
    private static final Comparator<Exemplar> BY_TIME =
            Comparator.comparingLong(Exemplar::timestamp).thenComparingDouble(Exemplar::value);

    private final HistogramLimits limits;
    private final boolean storesStarts;
    private final ScrapeCounters counters;
    private @Nullable Histogram integers;
    private @Nullable FloatHistogram floats;

    /// @param storesStarts whether start timestamps are stored with their samples
    HistogramAppender(HistogramLimits limits, boolean storesStarts, ScrapeCounters counters) {
        this.limits = limits;
        this.storesStarts = storesStarts;
        this.counters = counters;
    }

    /// Takes the parser's current histogram, at a resolution that the job allows.
    ///
    /// @return false if it has too many buckets at any
    boolean take(ExpositionParser parser) {
        Histogram h = parser.histogram();
        FloatHistogram f = parser.floatHistogram();
        integers = h == null ? null : limits.fit(h);
        floats = f == null ? null : limits.fit(f);
        return integers != null || floats != null;
    }

    /// Appends the histogram that was taken.
    ///
    /// @return what the store says; [AppendStatus#INVALID_HISTOGRAM] where it takes none as large
    /// @throws ScrapeFailure if it contradicts itself
    AppendStatus append(long ref, ExpositionParser parser, Appender appender, long timestamp) {
        Histogram h = integers;
        FloatHistogram f = floats;
        AppendStatus status;
        String problem;
        if (h != null) {
            status = append(ref, parser, appender, timestamp, h);
            problem = status == AppendStatus.INVALID_HISTOGRAM ? h.problem() : null;
        } else if (f != null) {
            status = append(ref, parser, appender, timestamp, f);
            problem = status == AppendStatus.INVALID_HISTOGRAM ? f.problem() : null;
        } else {
            throw new IllegalStateException("BUG: no histogram was taken");
        }
        if (problem != null) {
            throw new ScrapeFailure(
                    ScrapeProblem.PARSE,
                    "invalid native histogram " + parser.labels() + ": " + problem);
        }
        return status;
    }

    private AppendStatus append(
            long ref, ExpositionParser parser, Appender appender, long timestamp, Histogram h) {
        StartTimestampAppender starts = starts(parser, appender);
        return starts == null
                ? appender.append(ref, timestamp, h)
                : starts.append(ref, timestamp, h, parser.startTimestamp());
    }

    private AppendStatus append(
            long ref,
            ExpositionParser parser,
            Appender appender,
            long timestamp,
            FloatHistogram f) {
        StartTimestampAppender starts = starts(parser, appender);
        return starts == null
                ? appender.append(ref, timestamp, f)
                : starts.append(ref, timestamp, f, parser.startTimestamp());
    }

    /// Where the start timestamp of the parser's current sample goes, if it goes anywhere.
    @Nullable StartTimestampAppender starts(ExpositionParser parser, Appender appender) {
        return storesStarts
                        && parser.startTimestamp() != 0
                        && appender instanceof StartTimestampAppender starts
                ? starts
                : null;
    }

    /// Adds an empty histogram at the start of the one that was taken.
    void appendStart(long ref, long start, StartSamples zeros) {
        Histogram h = integers;
        FloatHistogram f = floats;
        if (h != null) {
            zeros.add(ref, start, h);
        } else if (f != null) {
            zeros.add(ref, start, f);
        }
    }

    /// Appends the exemplars of the parser's current histogram, the oldest first. Whatever is wrong
    /// with them, the histogram counts. Those that the series had already come again with the new
    /// ones, so they are out of order only if all are.
    void appendExemplars(long ref, ExpositionParser parser, Appender appender) {
        List<Exemplar> exemplars = parser.histogramExemplars().stream().sorted(BY_TIME).toList();
        int late = 0;
        for (Exemplar exemplar : exemplars) {
            late += appender.appendExemplar(ref, exemplar) == AppendStatus.OUT_OF_ORDER ? 1 : 0;
        }
        if (late > 0 && late == exemplars.size()) {
            for (int i = 0; i < late; i++) {
                counters.exemplar(AppendStatus.OUT_OF_ORDER);
            }
        }
    }
}
