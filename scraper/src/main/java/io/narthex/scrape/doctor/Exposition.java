package io.narthex.scrape.doctor;

import io.narthex.model.Labels;
import io.narthex.model.MetricType;
import io.narthex.scrape.loop.SeriesLabels;
import io.narthex.scrape.text.ExpositionParser;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What a body holds, as far as it tells something about the target.
///
/// Thread safety: for one thread.
final class Exposition {
    /// Series that are looked at; further ones are counted only, since a small heap must hold all.
    private static final int MAX_SERIES = 100_000;

    private static final String PROCESS_START = "process_start_time_seconds";
    private static final long LOOKBACK_MILLIS = 5 * 60 * 1000L;

    private final Map<String, MetricType> types = new HashMap<>();
    private final Set<Labels> seen = new HashSet<>();
    private final Map<Labels, Double> counters = new HashMap<>();
    private final LabelValues labelValues = new LabelValues();
    private int samples;
    private int kept;
    private int repeated;
    private @Nullable Labels repeatedSeries;
    private int mostLabels;
    private int longestName;
    private int longestValue;
    private int timestamps;
    private int oldTimestamps;
    private long newest = Long.MIN_VALUE;
    private double processStart = Double.NaN;

    private Exposition() {}

    /// Reads a body.
    ///
    /// @param labels makes labels for storing of those of the body
    /// @param honorTimestamps whether timestamps in the body count
    /// @param now epoch milliseconds
    /// @throws io.narthex.scrape.text.ExpositionException if it is not what it should be
    /// @throws io.narthex.scrape.loop.ScrapeFailure if labels are not allowed
    static Exposition read(
            ExpositionParser parser, SeriesLabels labels, boolean honorTimestamps, long now) {
        Exposition read = new Exposition();
        while (true) {
            switch (parser.next()) {
                case SERIES, HISTOGRAM -> read.sample(parser, labels, honorTimestamps, now);
                case TYPE -> read.types.put(parser.metric(), parser.type());
                case HELP, UNIT, COMMENT -> {}
                case END -> {
                    return read;
                }
            }
        }
    }

    private void sample(
            ExpositionParser parser, SeriesLabels labels, boolean honorTimestamps, long now) {
        samples++;
        if (samples > MAX_SERIES) {
            kept++;
            return;
        }
        Labels exposed = parser.labels();
        String name = exposed.getOrEmpty(Labels.NAME);
        if (name.equals(PROCESS_START)) {
            processStart = parser.value();
        }
        Labels stored = labels.of(exposed);
        if (stored == null) {
            return;
        }
        kept++;
        lengths(stored);
        labelValues.add(name, exposed);
        if (isCounter(name)) {
            counters.put(stored, parser.value());
        }
        if (parser.hasTimestamp() && honorTimestamps) {
            timestamps++;
            newest = Math.max(newest, parser.timestamp());
            oldTimestamps += parser.timestamp() < now - LOOKBACK_MILLIS ? 1 : 0;
        } else if (!seen.add(stored)) {
            repeated++;
            repeatedSeries = repeatedSeries == null ? stored : repeatedSeries;
        }
    }

    private void lengths(Labels stored) {
        mostLabels = Math.max(mostLabels, stored.size());
        for (int i = 0; i < stored.size(); i++) {
            longestName = Math.max(longestName, Labels.utf8Length(stored.name(i)));
            longestValue = Math.max(longestValue, Labels.utf8Length(stored.value(i)));
        }
    }

    /// Sums may fall for good reasons, so they don't count.
    private boolean isCounter(String name) {
        MetricType type = types.get(name);
        if (type != null) {
            return type == MetricType.COUNTER;
        }
        return name.endsWith("_total") || name.endsWith("_count") || name.endsWith("_bucket");
    }

    int samples() {
        return samples;
    }

    /// Samples that relabelling keeps.
    int kept() {
        return kept;
    }

    /// Samples of series that were there before.
    int repeated() {
        return repeated;
    }

    /// One of the series that come again, or null.
    @Nullable Labels repeatedSeries() {
        return repeatedSeries;
    }

    int mostLabels() {
        return mostLabels;
    }

    int longestName() {
        return longestName;
    }

    int longestValue() {
        return longestValue;
    }

    /// Samples with a timestamp that counts.
    int timestamps() {
        return timestamps;
    }

    /// Those of them that queries don't look back to.
    int oldTimestamps() {
        return oldTimestamps;
    }

    /// The newest timestamp, in epoch milliseconds.
    long newest() {
        return newest;
    }

    Map<Labels, Double> counters() {
        return counters;
    }

    /// When the process began, in epoch seconds; NaN where it does not say.
    double processStart() {
        return processStart;
    }

    LabelValues labelValues() {
        return labelValues;
    }
}
