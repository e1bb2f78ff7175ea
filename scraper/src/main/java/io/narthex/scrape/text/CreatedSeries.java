package io.narthex.scrape.text;

import io.narthex.model.Labels;
import io.narthex.model.MetricType;
import io.narthex.scrape.text.ExpositionParser.Entry;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The series of OpenMetrics that tell when counters, summaries and histograms began. They stand
/// behind what they are about, so that a body is read once more for them, and before all else.
///
/// Thread safety: for one thread.
final class CreatedSeries {
    private static final String SUFFIX = "_created";
    private static final byte[] SUFFIX_BYTES = SUFFIX.getBytes(StandardCharsets.UTF_8);
    private static final double MILLIS = 1000;

    /// Start timestamps, epoch milliseconds, by the labels that all series of a metric share.
    private final Map<Labels, Long> starts = new HashMap<>();

    /// Those of a body in OpenMetrics. Where something is wrong with it, those before that.
    CreatedSeries(byte[] body, int length) {
        LineParser parser = new OpenMetricsParser(body, length);
        try {
            for (Entry e = parser.next(); e != Entry.END; e = parser.next()) {
                if (e == Entry.SERIES && isCurrent(parser)) {
                    starts.put(
                            shared(parser.seriesLabels(), List.of(SUFFIX), ""),
                            (long) (parser.value() * MILLIS));
                }
            }
        } catch (ExpositionException _) {
            // whoever reads the body for its samples says so
        }
    }

    /// Whether the parser's current series is one of these.
    static boolean isCurrent(LineParser parser) {
        return hasStarts(parser.type())
                && hasSuffix(parser)
                && parser.seriesLabels().metricName().endsWith(SUFFIX);
    }

    private static boolean hasStarts(MetricType type) {
        return type == MetricType.COUNTER
                || type == MetricType.SUMMARY
                || type == MetricType.HISTOGRAM;
    }

    /// Whether the suffix is anywhere in the series; most need no labels made to know.
    private static boolean hasSuffix(LineParser parser) {
        byte[] bytes = parser.seriesBytes();
        int last = parser.seriesTo() - SUFFIX_BYTES.length;
        for (int from = parser.seriesFrom(); from <= last; from++) {
            int n = 0;
            while (n < SUFFIX_BYTES.length && bytes[from + n] == SUFFIX_BYTES[n]) {
                n++;
            }
            if (n == SUFFIX_BYTES.length) {
                return true;
            }
        }
        return false;
    }

    /// When the parser's current series began, epoch milliseconds; 0 where not known.
    long start(LineParser parser) {
        if (starts.isEmpty() || !hasStarts(parser.type())) {
            return 0;
        }
        Labels series = parser.seriesLabels();
        Labels key =
                switch (parser.type()) {
                    case COUNTER -> shared(series, List.of("_total"), "");
                    case SUMMARY -> shared(series, List.of("_count", "_sum"), "quantile");
                    case HISTOGRAM ->
                            shared(series, List.of("_bucket", "_count", "_sum"), Labels.BUCKET);
                    case UNKNOWN, GAUGE, GAUGEHISTOGRAM, INFO, STATESET -> series;
                };
        return starts.getOrDefault(key, 0L);
    }

    private static Labels shared(Labels series, List<String> suffixes, String without) {
        String name = series.metricName();
        for (String suffix : suffixes) {
            if (name.endsWith(suffix)) {
                name = name.substring(0, name.length() - suffix.length());
                break;
            }
        }
        Labels.Builder labels = series.toBuilder().set(Labels.NAME, name);
        return without.isEmpty() ? labels.build() : labels.set(without, "").build();
    }
}
