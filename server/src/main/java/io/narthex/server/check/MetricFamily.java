package io.narthex.server.check;

import io.narthex.model.Labels;
import io.narthex.model.MetricType;
import io.narthex.scrape.ScrapeProtocol;
import io.narthex.scrape.text.ExpositionParser;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What an exposition has of one metric.
///
/// Thread safety: for one thread.
final class MetricFamily {
    private final String name;
    private MetricType type = MetricType.UNKNOWN;
    private boolean hasHelp;

    /// The labels of each metric without its name; of a histogram's or summary's, without the
    /// bucket or quantile, each once.
    private final List<Labels> metrics = new ArrayList<>();

    private final Set<Labels> seen = new HashSet<>();
    private final Set<String> buckets = new HashSet<>();

    private MetricFamily(String name) {
        this.name = name;
    }

    /// Reads Prometheus' text format; families without samples are left out.
    ///
    /// @throws io.narthex.scrape.text.ExpositionException if the text is something else
    static List<MetricFamily> read(byte[] body) {
        ExpositionParser parser =
                ExpositionParser.of(ScrapeProtocol.PROMETHEUS_TEXT_1_0_0, body, body.length);
        Map<String, MetricFamily> families = new LinkedHashMap<>();
        while (true) {
            switch (parser.next()) {
                case END -> {
                    return families.values().stream().filter(f -> !f.metrics.isEmpty()).toList();
                }
                case TYPE -> of(families, parser.metric()).type = parser.type();
                case HELP -> of(families, parser.metric()).hasHelp |= !parser.help().isEmpty();
                case SERIES -> {
                    Labels labels = parser.labels();
                    ofSeries(families, labels.metricName()).add(labels.drop(Labels.NAME));
                }
                case UNIT, COMMENT, HISTOGRAM -> {}
            }
        }
    }

    private static MetricFamily of(Map<String, MetricFamily> families, String name) {
        return families.computeIfAbsent(name, MetricFamily::new);
    }

    /// The family of a series, whose name may have an ending that histograms and summaries add.
    private static MetricFamily ofSeries(Map<String, MetricFamily> families, String name) {
        if (!families.containsKey(name)) {
            for (String ending : List.of("_bucket", "_count", "_sum")) {
                if (name.endsWith(ending)) {
                    @Nullable MetricFamily family =
                            families.get(name.substring(0, name.length() - ending.length()));
                    boolean bucket = ending.equals("_bucket");
                    if (family != null && (family.isHistogram() || family.isSummary() && !bucket)) {
                        return family;
                    }
                }
            }
        }
        return of(families, name);
    }

    private void add(Labels labels) {
        String part = partLabel();
        if (part == null) {
            metrics.add(labels);
            return;
        }
        String bucket = labels.get(part);
        if (bucket != null) {
            buckets.add(bucket);
        }
        Labels rest = labels.drop(part);
        if (seen.add(rest)) {
            metrics.add(rest);
        }
    }

    /// The label that makes one metric out of many series, or null where there is none.
    private @Nullable String partLabel() {
        return isHistogram() ? Labels.BUCKET : isSummary() ? "quantile" : null;
    }

    String name() {
        return name;
    }

    MetricType type() {
        return type;
    }

    boolean hasHelp() {
        return hasHelp;
    }

    boolean isHistogram() {
        return type == MetricType.HISTOGRAM;
    }

    boolean isSummary() {
        return type == MetricType.SUMMARY;
    }

    List<Labels> metrics() {
        return metrics;
    }

    /// How many series it has, with sums and counts.
    int cardinality() {
        return partLabel() == null ? metrics.size() : metrics.size() * (2 + buckets.size());
    }
}
