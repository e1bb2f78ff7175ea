package io.narthex.scrape.loop;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.model.SeriesRef;
import io.narthex.model.StaleNaN;
import io.narthex.model.StartTimestampAppender;
import io.narthex.scrape.HistogramScraping;
import io.narthex.scrape.ScrapeConfig;
import io.narthex.scrape.ScrapeProblem;
import io.narthex.scrape.text.ExpositionParser;

import java.util.HashSet;
import java.util.Set;

/// Puts the samples of one body after another into batches, and stale markers for series that no
/// longer come.
///
/// Thread safety: for the thread of one target.
final class BodyAppender {
    /// Samples further in the future are refused, as clocks that are that wrong would block a
    /// series.
    private static final long MAX_FUTURE_MILLIS = 10 * 60 * 1000L;

    private final ScrapeConfig config;
    private final SeriesLabels labels;
    private final ScrapeCache cache;
    private final MetadataCache metadata;
    private final ScrapeCounters counters;
    private int total;
    private int added;

    /// Samples that count towards the limit: those for the store, without repetitions.
    private int offered;

    private int seriesAdded;
    private boolean takesExemplars;

    /// Whether a native histogram had too many buckets, which lets the scrape fail at its end.
    private boolean bucketsExceeded;

    private final HistogramAppender histograms;
    private final StartSamples zeros;

    BodyAppender(
            ScrapeConfig config,
            HistogramScraping histograms,
            StartSamples zeros,
            SeriesLabels labels,
            ScrapeCache cache,
            MetadataCache metadata,
            ScrapeCounters counters) {
        this.histograms =
                new HistogramAppender(
                        new HistogramLimits(histograms), zeros.areStoredWithSamples(), counters);
        this.zeros = zeros;
        this.config = config;
        this.labels = labels;
        this.cache = cache;
        this.metadata = metadata;
        this.counters = counters;
    }

    /// Samples parsed in the last scrape.
    int total() {
        return total;
    }

    /// Samples that relabelling kept in the last scrape.
    int added() {
        return added;
    }

    /// Series that the last scrape saw for the first time.
    int seriesAdded() {
        return seriesAdded;
    }

    /// Appends all samples of a body. When it throws, the batch is to be rolled back and
    /// [#appendNothing] called.
    ///
    /// @param time of samples without a timestamp of their own, epoch milliseconds
    /// @throws io.narthex.scrape.text.ExpositionException if the body is not what it should be
    /// @throws ScrapeFailure if a series or their number is not allowed
    void append(ExpositionParser parser, Appender appender, long time) {
        reset();
        takesExemplars = appender.takesExemplars();
        cache.begin();
        while (true) {
            cache.predict(parser);
            ExpositionParser.Entry entry = parser.next();
            switch (entry) {
                case SERIES -> sample(parser, appender, time, false);
                case HISTOGRAM -> sample(parser, appender, time, true);
                case TYPE, HELP, UNIT -> metadata.note(entry, parser);
                case COMMENT -> {}
                case END -> {
                    end(appender, time);
                    return;
                }
            }
        }
    }

    private void end(Appender appender, long time) {
        if (limit() > 0 && offered > limit()) {
            throw ScrapeFailure.sampleLimitExceeded();
        }
        if (bucketsExceeded) {
            throw ScrapeFailure.bucketLimitExceeded();
        }
        markGone(appender, time);
        cache.end();
        metadata.endScrape();
    }

    private int limit() {
        return config.limits().samples();
    }

    /// Whether the limit lets no further sample through.
    private boolean isFull() {
        return limit() > 0 && offered >= limit();
    }

    private void sample(ExpositionParser parser, Appender appender, long time, boolean histogram) {
        total++;
        boolean own = parser.hasTimestamp() && config.honorTimestamps();
        long timestamp = own ? parser.timestamp() : time;
        boolean future = timestamp > time + MAX_FUTURE_MILLIS;
        int entry = cache.find(parser);
        if (entry == ScrapeCache.NONE) {
            entry = newEntry(parser, appender, timestamp, future);
            if (entry == ScrapeCache.NONE) {
                return;
            }
        }
        boolean again = cache.see(entry);
        if (cache.isDropped(entry)) {
            return;
        }
        added++;
        if (again && !own) {
            counters.refused(AppendStatus.DUPLICATE);
            return;
        }
        if (histogram && !histograms.take(parser)) {
            bucketsExceeded = true;
            return;
        }
        boolean full = isFull();
        offered++;
        if (full) {
            return; // the rest is counted only
        }
        if (!own || config.trackTimestampsStaleness()) {
            cache.track(entry);
        }
        if (future) {
            counters.refused(AppendStatus.OUT_OF_BOUNDS);
            return;
        }
        cache.noteHistogram(entry, histogram);
        if (zeros.areWanted()) {
            appendStart(entry, parser, timestamp);
        }
        append(entry, parser, appender, timestamp);
        if (!takesExemplars) {
            return;
        }
        if (histogram) {
            histograms.appendExemplars(cache.ref(entry), parser, appender);
        } else if (parser.hasExemplar()) {
            // Whatever is wrong with it, the sample counts.
            counters.exemplar(
                    appender.appendExemplar(cache.ref(entry), parser.exemplar(timestamp)));
        }
    }

    /// Notes with a zero when a series began, if that is new.
    private void appendStart(int entry, ExpositionParser parser, long timestamp) {
        long start = parser.startTimestamp();
        if (start == 0 || start >= timestamp || !cache.noteStart(entry, start)) {
            return;
        }
        if (cache.isHistogram(entry)) {
            histograms.appendStart(cache.ref(entry), start, zeros);
        } else {
            zeros.add(cache.ref(entry), start);
        }
    }

    /// Makes an entry for the parser's series, unless the store or the limit takes no more. Beyond
    /// the limit no series is created, since that is what the limit protects the store from; nor is
    /// one whose first sample has an impossible time.
    private int newEntry(
            ExpositionParser parser, Appender appender, long timestamp, boolean future) {
        Labels stored = labels.of(parser.labels());
        if (stored == null) {
            return cache.add(parser, SeriesRef.NONE);
        }
        if (isFull()) {
            added++;
            offered++;
            return ScrapeCache.NONE;
        }
        long ref =
                future
                        ? SeriesRef.refusal(AppendStatus.OUT_OF_BOUNDS)
                        : resolve(stored, appender, timestamp);
        if (SeriesRef.isRefusal(ref)) {
            added++;
            offered++;
            counters.refused(SeriesRef.reason(ref));
            return ScrapeCache.NONE;
        }
        seriesAdded++;
        return cache.add(parser, ref);
    }

    private static long resolve(Labels stored, Appender appender, long timestamp) {
        long ref = appender.resolve(stored, timestamp);
        if (SeriesRef.isRefusal(ref) && SeriesRef.reason(ref) == AppendStatus.INVALID_LABELS) {
            throw new ScrapeFailure(
                    ScrapeProblem.PARSE, "invalid metric name or label names: " + stored);
        }
        return ref;
    }

    private void append(int entry, ExpositionParser parser, Appender appender, long timestamp) {
        AppendStatus first = appendOnce(entry, cache.ref(entry), parser, appender, timestamp);
        if (first != AppendStatus.UNKNOWN_REF) {
            if (first != AppendStatus.OK) {
                counters.refused(first);
            }
            return;
        }
        // The store dropped the series while nobody wrote to it.
        Labels stored = labels.of(parser.labels());
        long ref = stored == null ? SeriesRef.NONE : resolve(stored, appender, timestamp);
        AppendStatus status =
                SeriesRef.isRefusal(ref)
                        ? SeriesRef.reason(ref)
                        : appendOnce(entry, ref, parser, appender, timestamp);
        if (status == AppendStatus.OK) {
            cache.setRef(entry, ref);
        } else {
            counters.refused(status);
        }
    }

    private AppendStatus appendOnce(
            int entry, long ref, ExpositionParser parser, Appender appender, long timestamp) {
        if (cache.isHistogram(entry)) {
            return histograms.append(ref, parser, appender, timestamp);
        }
        StartTimestampAppender starts = histograms.starts(parser, appender);
        if (starts != null) {
            return starts.append(ref, timestamp, parser.value(), parser.startTimestamp());
        }
        return parser.hasDecimal()
                ? appender.appendDecimal(
                        ref, timestamp, parser.value(), parser.mantissa(), parser.exponent())
                : appender.append(ref, timestamp, parser.value());
    }

    /// Marks the series that were there in the last scrape and not in this one.
    private void markGone(Appender appender, long time) {
        Set<Long> still = null;
        for (int e = 0; e < cache.size(); e++) {
            if (!cache.isGone(e)) {
                continue;
            }
            if (still == null) {
                still = liveRefs();
            }
            // Another spelling of its labels may have come for the same series.
            if (!still.contains(cache.ref(e))) {
                mark(e, appender, time);
            }
        }
    }

    private Set<Long> liveRefs() {
        Set<Long> refs = new HashSet<>();
        for (int e = 0; e < cache.size(); e++) {
            if (!cache.isDropped(e) && cache.isTracked(e)) {
                refs.add(cache.ref(e));
            }
        }
        return refs;
    }

    private void mark(int entry, Appender appender, long time) {
        long ref = cache.ref(entry);
        AppendStatus status =
                cache.isHistogram(entry)
                        ? appender.append(ref, time, StaleNaN.HISTOGRAM)
                        : appender.append(ref, time, StaleNaN.VALUE);
        if (status != AppendStatus.OK && status != AppendStatus.UNKNOWN_REF) {
            counters.refused(status); // a series that the store has dropped needs no marker
        }
    }

    /// Marks every series that was there in the last scrape: the scrape failed, or the target is
    /// gone.
    void appendNothing(Appender appender, long time) {
        for (int e = 0; e < cache.size(); e++) {
            if (cache.isLive(e)) {
                mark(e, appender, time);
            }
        }
        cache.endFailed();
        metadata.endScrape();
    }

    /// Sets the counts of a scrape without a body.
    void reset() {
        total = 0;
        added = 0;
        offered = 0;
        seriesAdded = 0;
        bucketsExceeded = false;
    }
}
