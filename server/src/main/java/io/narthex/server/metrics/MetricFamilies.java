package io.narthex.server.metrics;

import io.narthex.http.SelfMetrics.Family;
import io.narthex.http.SelfMetrics.Metric;
import io.narthex.http.SelfMetrics.Point;
import io.narthex.http.SelfMetrics.Type;
import io.narthex.model.Labels;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;

import java.util.ArrayList;
import java.util.List;

/// Snapshots of the process' metrics, as the API shows them.
///
/// Thread safety: stateless.
final class MetricFamilies {
    private MetricFamilies() {}

    /// All but those of kinds that this process has none of.
    static List<Family> of(MetricSnapshots snapshots) {
        List<Family> families = new ArrayList<>();
        for (MetricSnapshot snapshot : snapshots) {
            String name = snapshot.getMetadata().getPrometheusName();
            switch (snapshot) {
                case CounterSnapshot s ->
                        families.add(
                                family(
                                        name + "_total",
                                        s,
                                        Type.COUNTER,
                                        s.getDataPoints().stream()
                                                .map(p -> plain(p, p.getValue()))
                                                .toList()));
                case GaugeSnapshot s ->
                        families.add(
                                family(
                                        name,
                                        s,
                                        Type.GAUGE,
                                        s.getDataPoints().stream()
                                                .map(p -> plain(p, p.getValue()))
                                                .toList()));
                case HistogramSnapshot s ->
                        families.add(
                                family(
                                        name,
                                        s,
                                        Type.HISTOGRAM,
                                        s.getDataPoints().stream()
                                                .map(MetricFamilies::histogram)
                                                .toList()));
                case SummarySnapshot s ->
                        families.add(
                                family(
                                        name,
                                        s,
                                        Type.SUMMARY,
                                        s.getDataPoints().stream()
                                                .map(MetricFamilies::summary)
                                                .toList()));
                default -> {}
            }
        }
        return families;
    }

    private static Family family(
            String name, MetricSnapshot snapshot, Type type, List<Metric> metrics) {
        String help = snapshot.getMetadata().getHelp();
        return new Family(name, help == null ? "" : help, type, metrics);
    }

    private static Metric plain(DataPointSnapshot point, double value) {
        return new Metric(labels(point), value, 0, 0, List.of());
    }

    private static Metric histogram(HistogramSnapshot.HistogramDataPointSnapshot point) {
        List<Point> buckets = new ArrayList<>();
        if (point.hasClassicHistogramData()) {
            ClassicHistogramBuckets classic = point.getClassicBuckets();
            long below = 0;
            for (int i = 0; i < classic.size(); i++) {
                below += classic.getCount(i);
                buckets.add(new Point(classic.getUpperBound(i), below));
            }
        }
        return new Metric(labels(point), 0, point.getCount(), point.getSum(), buckets);
    }

    private static Metric summary(SummarySnapshot.SummaryDataPointSnapshot point) {
        List<Point> quantiles = new ArrayList<>();
        for (Quantile quantile : point.getQuantiles()) {
            quantiles.add(new Point(quantile.getQuantile(), quantile.getValue()));
        }
        return new Metric(labels(point), 0, point.getCount(), point.getSum(), quantiles);
    }

    private static Labels labels(DataPointSnapshot point) {
        Labels.Builder labels = new Labels.Builder();
        point.getLabels().forEach(l -> labels.set(l.getName(), l.getValue()));
        return labels.build();
    }
}
