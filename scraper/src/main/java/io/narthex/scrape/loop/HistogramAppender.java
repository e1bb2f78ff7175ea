package io.narthex.scrape.loop;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.Exemplar;
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
    private final ScrapeCounters counters;
    private @Nullable Histogram integers;
    private @Nullable FloatHistogram floats;

    HistogramAppender(HistogramLimits limits, ScrapeCounters counters) {
        this.limits = limits;
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
            status = appender.append(ref, timestamp, h);
            problem = status == AppendStatus.INVALID_HISTOGRAM ? h.problem() : null;
        } else if (f != null) {
            status = appender.append(ref, timestamp, f);
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
