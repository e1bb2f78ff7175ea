package io.narthex.server.config;

import io.narthex.model.DurationText;
import io.narthex.model.Labels;
import io.narthex.yaml.ByteSizes;
import io.narthex.yaml.YamlMapping;
import io.narthex.yaml.YamlSpan;
import io.narthex.yaml.YamlText;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A whole configuration as Prometheus shows it at `/api/v1/status/config`, with defaults and
/// without secrets, for everybody may see it. Behind what Prometheus knows come the blocks that
/// only Narthex has, as the file has them.
///
/// Thread safety: stateless.
final class ShownConfig {
    private ShownConfig() {}

    /// @param top the file, read and checked
    /// @param jobs those of this file, as they are shown
    static String of(YamlMapping top, GlobalConfig global, List<Map<String, Object>> jobs) {
        ShownBlock shown = ShownBlock.of(top);
        shown.to().put("global", global(top.mapping("global"), global));
        alerting(shown);
        shown.files("rule_files");
        shown.files("scrape_config_files");
        shown.put("scrape_configs", jobs);
        storage(shown);
        shown.to().put("otlp", otlp(top.mapping("otlp")));
        own(shown);
        return YamlText.of(shown.to());
    }

    private static Map<String, Object> global(YamlMapping block, GlobalConfig global) {
        ShownBlock shown = ShownBlock.of(block);
        shown.put("scrape_interval", DurationText.format(global.scrapeInterval()));
        shown.put("scrape_timeout", DurationText.format(global.scrapeTimeout()));
        if (global.protocols() != null) {
            shown.put("scrape_protocols", ShownJob.protocols(global.protocols()));
        }
        shown.put("evaluation_interval", DurationText.format(global.evaluationInterval()));
        if (!global.ruleQueryOffset().isZero()) {
            shown.put("rule_query_offset", DurationText.format(global.ruleQueryOffset()));
        }
        shown.file("query_log_file");
        shown.file("scrape_failure_log_file");
        shown.put("external_labels", labels(global.externalLabels()));
        ShownJob.limits(shown, global.limits().limits());
        shown.put("keep_dropped_targets", global.limits().keepDroppedTargets());
        shown.put("metric_name_validation_scheme", global.names().legacy() ? "legacy" : "utf8");
        shown.put("metric_name_escaping_scheme", global.names().escaping().configName());
        shown.to().put("scrape_native_histograms", global.histograms().takesNative());
        shown.put("convert_classic_histograms_to_nhcb", global.histograms().convertsClassic());
        shown.put("always_scrape_classic_histograms", global.histograms().keepsClassic());
        shown.to().put("extra_scrape_metrics", global.extraScrapeMetrics());
        return shown.to();
    }

    private static Map<String, String> labels(Labels labels) {
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < labels.size(); i++) {
            map.put(labels.name(i), labels.value(i));
        }
        return map;
    }

    private static void alerting(ShownBlock shown) {
        YamlMapping block = shown.from().mapping("alerting");
        ShownBlock alerting = ShownBlock.of(block);
        alerting.put("alert_relabel_configs", rules(block, "alert_relabel_configs"));
        List<Map<String, Object>> alertmanagers = new ArrayList<>();
        for (YamlMapping one : block.mappings("alertmanagers")) {
            ShownBlock entry = ShownBlock.of(one);
            ShownClient.http(entry);
            entry.text("scheme", "http");
            entry.texts("path_prefix");
            entry.duration("timeout", "10s");
            entry.text("api_version", "v2");
            entry.put("relabel_configs", rules(one, "relabel_configs"));
            entry.put("alert_relabel_configs", rules(one, "alert_relabel_configs"));
            ShownClient.discovery(entry);
            alertmanagers.add(entry.to());
        }
        alerting.put("alertmanagers", alertmanagers);
        if (!alerting.to().isEmpty()) {
            shown.to().put("alerting", alerting.to());
        }
    }

    private static List<Map<String, Object>> rules(YamlMapping block, String key) {
        return ShownJob.rules(RelabelReader.read(block, key, false));
    }

    private static void storage(ShownBlock shown) {
        YamlMapping block = shown.from().mapping("storage");
        ShownBlock storage = ShownBlock.of(block);
        ShownBlock tsdb = ShownBlock.of(block.mapping("tsdb"));
        tsdb.duration("out_of_order_time_window", "");
        ShownBlock encoding = ShownBlock.of(block.mapping("tsdb").mapping("chunk_encoding"));
        encoding.texts("floats");
        if (!encoding.to().isEmpty()) {
            tsdb.to().put("chunk_encoding", encoding.to());
        }
        ShownBlock retention = ShownBlock.of(block.mapping("tsdb").mapping("retention"));
        retention.duration("time", "");
        retention
                .from()
                .size("size", n -> retention.put("size", n == 0 ? "" : ByteSizes.format(n)));
        retention.fraction("percentage");
        if (!retention.to().isEmpty()) {
            tsdb.to().put("retention", retention.to());
        }
        if (!tsdb.to().isEmpty()) {
            storage.to().put("tsdb", tsdb.to());
        }
        block.mapping("exemplars")
                .number(
                        "max_exemplars",
                        n -> storage.to().put("exemplars", Map.of("max_exemplars", n)));
        if (!storage.to().isEmpty()) {
            shown.to().put("storage", storage.to());
        }
    }

    private static Map<String, Object> otlp(YamlMapping block) {
        ShownBlock shown = ShownBlock.of(block);
        shown.flagsIfSet("promote_all_resource_attributes");
        shown.list("promote_resource_attributes");
        shown.list("ignore_resource_attributes");
        shown.text("translation_strategy", "UnderscoreEscapingWithSuffixes");
        shown.flagsIfSet(
                "keep_identifying_resource_attributes",
                "convert_histograms_to_nhcb",
                "promote_scope_metadata");
        shown.flag("label_name_underscore_sanitization", true);
        shown.flag("label_name_preserve_multiple_underscores", true);
        return shown.to();
    }

    /// Shows the blocks that only Narthex has. Who knows the address of a hook may post there.
    private static void own(ShownBlock shown) {
        YamlMapping top = shown.from();
        Set<YamlSpan> secrets = new HashSet<>();
        for (YamlMapping receiver : top.mapping("notifications").mappings("receivers")) {
            add(secrets, receiver.mapping("webhook"), "url");
            add(secrets, receiver.mapping("slack"), "url");
            add(secrets, receiver.mapping("email"), "password");
        }
        for (String key : List.of("slos", "notifications")) {
            Object tree = top.tree(key, secrets, ShownBlock.SECRET);
            if (tree != null) {
                shown.to().put(key, tree);
            }
        }
    }

    private static void add(Set<YamlSpan> spans, YamlMapping block, String key) {
        YamlSpan span = block.span(key);
        if (span != null) {
            spans.add(span);
        }
    }
}
