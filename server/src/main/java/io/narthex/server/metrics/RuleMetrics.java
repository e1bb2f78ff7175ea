package io.narthex.server.metrics;

import io.narthex.rules.RuleGroupStats;
import io.narthex.rules.RuleTimings;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// Figures of rules, under Prometheus' names.
///
/// Thread safety: safe for concurrent calls.
final class RuleMetrics implements RuleTimings {
    private static final double[] BOUNDS = {.01, .1, 1, 10};

    private final Summary ruleSummary;
    private final Histogram ruleHistogram;
    private final Summary groupSummary;
    private final Histogram groupHistogram;

    RuleMetrics(PrometheusRegistry registry) {
        String rule = "The duration for a rule to execute.";
        String group = "The duration of rule group evaluations.";
        ruleSummary =
                Summary.builder()
                        .name("prometheus_rule_evaluation_duration_seconds")
                        .help(rule)
                        .quantile(0.5, 0.05)
                        .quantile(0.9, 0.01)
                        .quantile(0.99, 0.001)
                        .register(registry);
        ruleHistogram =
                histogram("prometheus_rule_evaluation_duration_histogram_seconds", rule, registry);
        groupSummary =
                Summary.builder()
                        .name("prometheus_rule_group_duration_seconds")
                        .help(group)
                        .quantile(0.01, 0.001)
                        .quantile(0.05, 0.005)
                        .quantile(0.5, 0.05)
                        .quantile(0.9, 0.01)
                        .quantile(0.99, 0.001)
                        .register(registry);
        groupHistogram =
                histogram("prometheus_rule_group_duration_histogram_seconds", group, registry);
    }

    private static Histogram histogram(String name, String help, PrometheusRegistry registry) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .classicUpperBounds(BOUNDS)
                .register(registry);
    }

    @Override
    public void rule(double seconds) {
        ruleSummary.observe(seconds);
        ruleHistogram.observe(seconds);
    }

    @Override
    public void group(double seconds) {
        groupSummary.observe(seconds);
        groupHistogram.observe(seconds);
    }

    /// What is counted of each group.
    static MultiCollector groups(Supplier<List<RuleGroupStats>> stats) {
        return () -> {
            List<RuleGroupStats> groups = stats.get();
            List<MetricSnapshot> all = new ArrayList<>(counters(groups));
            all.addAll(lastEvaluations(groups));
            all.addAll(settings(groups));
            return new MetricSnapshots(all);
        };
    }

    private static List<MetricSnapshot> counters(List<RuleGroupStats> groups) {
        return List.of(
                counter(
                        "prometheus_rule_group_iterations",
                        "The total number of scheduled rule group evaluations, whether executed or"
                                + " missed.",
                        groups,
                        RuleGroupStats::iterations),
                counter(
                        "prometheus_rule_group_iterations_missed",
                        "The total number of rule group evaluations missed due to slow rule group"
                                + " evaluation.",
                        groups,
                        RuleGroupStats::missed),
                counter(
                        "prometheus_rule_evaluations",
                        "The total number of rule evaluations.",
                        groups,
                        RuleGroupStats::evaluations),
                counter(
                        "prometheus_rule_evaluation_failures",
                        "The total number of rule evaluation failures.",
                        groups,
                        RuleGroupStats::failures));
    }

    private static List<MetricSnapshot> lastEvaluations(List<RuleGroupStats> groups) {
        return List.of(
                gauge(
                        "prometheus_rule_group_last_evaluation_timestamp_seconds",
                        "The timestamp of the last rule group evaluation in seconds.",
                        groups,
                        RuleGroupStats::evaluatedAtSeconds),
                gauge(
                        "prometheus_rule_group_last_duration_seconds",
                        "The duration of the last rule group evaluation.",
                        groups,
                        RuleGroupStats::tookSeconds),
                gauge(
                        "prometheus_rule_group_last_rule_duration_sum_seconds",
                        "The sum of time in seconds it took to evaluate each rule in the group"
                                + " regardless of concurrency. This should be higher than the group"
                                + " duration if rules are evaluated concurrently.",
                        groups,
                        RuleGroupStats::rulesTookSeconds),
                gauge(
                        "prometheus_rule_group_last_restore_duration_seconds",
                        "The duration of the last alert rules alerts restoration using the"
                                + " `ALERTS_FOR_STATE` series.",
                        groups.stream().filter(g -> !Double.isNaN(g.restoreSeconds())).toList(),
                        RuleGroupStats::restoreSeconds),
                gauge(
                        "prometheus_rule_group_last_evaluation_samples",
                        "The number of samples returned during the last rule group evaluation.",
                        groups,
                        RuleGroupStats::samples));
    }

    private static List<MetricSnapshot> settings(List<RuleGroupStats> groups) {
        return List.of(
                gauge(
                        "prometheus_rule_group_interval_seconds",
                        "The interval of a rule group.",
                        groups,
                        RuleGroupStats::intervalSeconds),
                gauge(
                        "prometheus_rule_group_rules",
                        "The number of rules.",
                        groups,
                        RuleGroupStats::rules));
    }

    private static MetricSnapshot counter(
            String name,
            String help,
            List<RuleGroupStats> groups,
            ToDoubleFunction<RuleGroupStats> value) {
        CounterSnapshot.Builder builder = CounterSnapshot.builder().name(name).help(help);
        for (RuleGroupStats group : groups) {
            builder.dataPoint(
                    CounterSnapshot.CounterDataPointSnapshot.builder()
                            .labels(Labels.of("rule_group", group.key()))
                            .value(value.applyAsDouble(group))
                            .build());
        }
        return builder.build();
    }

    private static MetricSnapshot gauge(
            String name,
            String help,
            List<RuleGroupStats> groups,
            ToDoubleFunction<RuleGroupStats> value) {
        GaugeSnapshot.Builder builder = GaugeSnapshot.builder().name(name).help(help);
        for (RuleGroupStats group : groups) {
            builder.dataPoint(
                    GaugeSnapshot.GaugeDataPointSnapshot.builder()
                            .labels(Labels.of("rule_group", group.key()))
                            .value(value.applyAsDouble(group))
                            .build());
        }
        return builder.build();
    }
}
