package io.narthex.tsdb.head;

import io.narthex.model.Labels;
import io.narthex.tsdb.cardinality.SeriesLimits;
import io.narthex.tsdb.cardinality.SeriesRefusals;
import io.narthex.tsdb.index.Crowd;
import io.narthex.tsdb.index.SeriesIndex;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;

/// Refuses new series at a limit, so that a label with a value per user costs its metric and not
/// the store. Known series are never asked.
///
/// The few series that tell how scrapes went are let in beyond every limit: without `up` nobody
/// could see that a target is well and only its new series are missing.
///
/// Thread safety: [#reached] and [#refuse] are called by one thread at a time, without the commit
/// lock; [#refusals] by anybody.
final class SeriesGuard {
    private static final Logger LOG = LoggerFactory.getLogger(SeriesGuard.class);

    /// What a new series may run into.
    enum Limit {
        ALL,
        JOB,
        METRIC,
        MEMORY
    }

    /// Pause between two warnings about one limit: its crowd is read from thousands of series.
    private static final long PAUSE_MILLIS = 60_000;

    private static final Set<String> REPORTS =
            Set.of(
                    "up",
                    "scrape_duration_seconds",
                    "scrape_samples_scraped",
                    "scrape_samples_post_metric_relabeling",
                    "scrape_series_added",
                    "scrape_timeout_seconds",
                    "scrape_sample_limit",
                    "scrape_body_size_bytes");

    /// Series of one report beyond which it is no report: there is one per target.
    private static final int MAX_REPORTS = 10_000;

    private final SeriesLimits limits;
    private final SeriesIndex index;
    private final InstantSource clock;
    private final AtomicLongArray refused = new AtomicLongArray(Limit.values().length);
    private final Map<Limit, Long> warned = new EnumMap<>(Limit.class);

    SeriesGuard(SeriesLimits limits, SeriesIndex index, InstantSource clock) {
        this.limits = limits;
        this.index = index;
        this.clock = clock;
    }

    /// The limit on numbers that a new series would exceed, or null.
    ///
    /// @param series series in all
    @Nullable Limit reached(Labels labels, long series) {
        if (isReport(labels)) {
            return null;
        }
        if (isReached(limits.perMetric(), Labels.NAME, labels.metricName())) {
            return Limit.METRIC;
        }
        String job = labels.get("job");
        if (job != null && isReached(limits.perJob(), "job", job)) {
            return Limit.JOB;
        }
        return limits.all() > 0 && series >= limits.all() ? Limit.ALL : null;
    }

    private boolean isReached(long limit, String name, String value) {
        return limit > 0 && index.count(name, value) >= limit;
    }

    /// Whether a series tells how scrapes went.
    boolean isReport(Labels labels) {
        String name = labels.metricName();
        return REPORTS.contains(name) && index.count(Labels.NAME, name) < MAX_REPORTS;
    }

    /// Counts a refused series, and warns now and then.
    void refuse(Limit limit, Labels labels) {
        refused.incrementAndGet(limit.ordinal());
        long now = clock.millis();
        Long last = warned.get(limit);
        if (last == null || now - last >= PAUSE_MILLIS || now < last) {
            warned.put(limit, now);
            warn(limit, labels);
        }
    }

    private void warn(Limit limit, Labels labels) {
        String job = labels.get("job");
        Crowd crowd =
                switch (limit) {
                    case ALL, MEMORY -> index.crowd(Labels.NAME, null);
                    case JOB -> index.crowd("job", job);
                    case METRIC -> index.crowd(Labels.NAME, labels.metricName());
                };
        String reason =
                switch (limit) {
                    case ALL -> "the limit of " + limits.all() + " series is reached";
                    case MEMORY -> "the limit on memory is reached";
                    case JOB ->
                            "job \"" + job + "\" has its limit of " + limits.perJob() + " series";
                    case METRIC ->
                            "metric \""
                                    + labels.metricName()
                                    + "\" has its limit of "
                                    + limits.perMetric()
                                    + " series";
                };
        LOG.warn(
                "{}: new series are refused, known ones go on; {}",
                reason,
                SeriesGuard.tell(crowd));
    }

    /// Says what makes a metric have so many series.
    static String tell(@Nullable Crowd crowd) {
        if (crowd == null) {
            return "none is there";
        }
        String start = "\"" + crowd.metric() + "\" has " + crowd.series() + " of them";
        return crowd.label().isEmpty()
                ? start
                : start
                        + ", its label \""
                        + crowd.label()
                        + "\" "
                        + crowd.values()
                        + " values, such as \""
                        + String.join("\", \"", crowd.examples())
                        + "\"";
    }

    SeriesRefusals refusals() {
        return new SeriesRefusals(
                refused.get(Limit.ALL.ordinal()),
                refused.get(Limit.JOB.ordinal()),
                refused.get(Limit.METRIC.ordinal()),
                refused.get(Limit.MEMORY.ordinal()));
    }
}
