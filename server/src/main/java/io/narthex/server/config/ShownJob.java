package io.narthex.server.config;

import io.narthex.model.DurationText;
import io.narthex.model.relabel.RelabelRule;
import io.narthex.scrape.HistogramScraping;
import io.narthex.scrape.ScrapeConfig;
import io.narthex.scrape.ScrapeLimits;
import io.narthex.scrape.ScrapeProtocol;
import io.narthex.yaml.ByteSizes;
import io.narthex.yaml.YamlMapping;
import io.narthex.yaml.YamlText;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A job as Prometheus shows it, with what it has from `global` and by default.
///
/// Thread safety: stateless.
final class ShownJob {
    private ShownJob() {}

    /// @param block the job's block of the file
    /// @param job what was read from it
    static Map<String, Object> of(YamlMapping block, ScrapeConfig job) {
        ShownBlock shown = ShownBlock.of(block);
        shown.put("job_name", job.jobName());
        shown.put("honor_labels", job.honorLabels());
        shown.to().put("honor_timestamps", job.honorTimestamps());
        shown.to().put("track_timestamps_staleness", job.trackTimestampsStaleness());
        shown.put("params", job.params());
        shown.put("scrape_interval", DurationText.format(job.interval()));
        shown.put("scrape_timeout", DurationText.format(job.timeout()));
        shown.put("scrape_protocols", protocols(job.protocols()));
        ScrapeProtocol fallback = job.fallbackProtocol();
        shown.put("fallback_scrape_protocol", fallback == null ? "" : fallback.configName());
        HistogramScraping histograms = job.histograms();
        shown.to().put("scrape_native_histograms", histograms.takesNative());
        shown.to().put("always_scrape_classic_histograms", histograms.keepsClassic());
        shown.to().put("convert_classic_histograms_to_nhcb", histograms.convertsClassic());
        shown.put("scrape_failure_log_file", job.failureLog() == null ? "" : job.failureLog() + "");
        shown.put("metrics_path", job.metricsPath());
        shown.put("scheme", job.scheme());
        shown.to().put("enable_compression", job.enableCompression());
        limits(shown, job.limits());
        shown.put("native_histogram_bucket_limit", histograms.bucketLimit());
        shown.fraction("native_histogram_min_bucket_factor");
        shown.put("keep_dropped_targets", job.keepDroppedTargets());
        shown.put("metric_name_validation_scheme", job.names().legacy() ? "legacy" : "utf8");
        shown.put("metric_name_escaping_scheme", job.names().escaping().configName());
        shown.to().put("extra_scrape_metrics", job.extraScrapeMetrics());
        ShownClient.http(shown);
        shown.put("relabel_configs", rules(job.relabelRules()));
        shown.put("metric_relabel_configs", rules(job.metricRelabelRules()));
        ShownClient.discovery(shown);
        return shown.to();
    }

    static List<String> protocols(List<ScrapeProtocol> protocols) {
        return protocols.stream().map(ScrapeProtocol::configName).toList();
    }

    static void limits(ShownBlock shown, ScrapeLimits limits) {
        shown.put(
                "body_size_limit",
                limits.bodySize() == 0 ? "" : ByteSizes.format(limits.bodySize()));
        shown.put("sample_limit", limits.samples());
        shown.put("target_limit", limits.targets());
        shown.put("label_limit", limits.labels());
        shown.put("label_name_length_limit", limits.labelNameLength());
        shown.put("label_value_length_limit", limits.labelValueLength());
    }

    /// Rules with the defaults of their keys.
    static List<Map<String, Object>> rules(List<RelabelRule> rules) {
        List<Map<String, Object>> shown = new ArrayList<>();
        for (RelabelRule rule : rules) {
            Map<String, Object> one = new LinkedHashMap<>();
            if (!rule.sourceLabels().isEmpty()) {
                one.put("source_labels", new YamlText.Line(rule.sourceLabels()));
            }
            one.put("separator", rule.separator());
            one.put("regex", rule.regex().source());
            if (rule.modulus() != 0) {
                one.put("modulus", rule.modulus());
            }
            if (!rule.targetLabel().isEmpty()) {
                one.put("target_label", rule.targetLabel());
            }
            one.put("replacement", rule.replacement());
            one.put("action", rule.action().text());
            shown.add(one);
        }
        return shown;
    }
}
