package io.narthex.server.features;

import io.narthex.promql.EngineFeatures;
import io.narthex.promql.parser.LanguageFeatures;
import io.narthex.server.ReloadOptions;
import io.narthex.server.ServerOptions;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What `/api/v1/features` shows: category, name, whether it is on. Names are Prometheus'; a name
/// that is not there belongs to a part that this version does not have.
public final class FeatureTable {
    /// What Prometheus adds to Go's own functions.
    private static final List<String> TEMPLATE_FUNCTIONS =
            List.of(
                    "args",
                    "externalURL",
                    "first",
                    "graphLink",
                    "humanize",
                    "humanize1024",
                    "humanizeDuration",
                    "humanizePercentage",
                    "humanizeTimestamp",
                    "label",
                    "match",
                    "now",
                    "parseDuration",
                    "pathPrefix",
                    "query",
                    "reReplaceAll",
                    "safeHtml",
                    "sortByLabel",
                    "stripDomain",
                    "stripPort",
                    "strvalue",
                    "tableLink",
                    "title",
                    "toDuration",
                    "toLower",
                    "toTime",
                    "toUpper",
                    "urlQueryEscape",
                    "value");

    private final Map<String, Map<String, Boolean>> table = new TreeMap<>();

    private FeatureTable() {}

    /// The table of a server.
    public static Map<String, Map<String, Boolean>> of(
            ServerOptions options, ReloadOptions reloading) {
        FeatureTable features = new FeatureTable();
        EngineFeatures engine = options.engine().features();
        LanguageFeatures.of(engine.parser())
                .forEach((category, names) -> features.category(category).putAll(names));
        features.api(options);
        features.engine(engine);
        features.rules(options);
        features.set("scrape", "extra_scrape_metrics", true);
        features.set("scrape", "type_and_unit_labels", engine.typeAndUnitLabels());
        features.set("tsdb", "exemplar_storage", options.storage().maxExemplars() > 0);
        for (String kind : List.of("static", "file", "http", "dns")) {
            features.set("service_discovery_providers", kind, true);
        }
        features.set("api", "lifecycle", reloading.quit() != null);
        features.set("prometheus", "auto_reload_config", reloading.every() != null);
        features.set("prometheus", "agent_mode", false);
        features.set("prometheus", "server_mode", true);
        return features.table;
    }

    private void api(ServerOptions options) {
        set("api", "admin", options.adminApi());
        set("api", "remote_write_receiver", options.receivers().remoteWrite());
        set("api", "otlp_write_receiver", options.receivers().otlp());
        set("api", "search", options.api().search().enabled());
        set("api", "search_fuzz_alg_jarowinkler", true);
        set("api", "search_fuzz_alg_subsequence", true);
        set("api", "openapi_3.1", true);
        set("api", "openapi_3.2", true);
        set("api", "exclude_alerts", true);
        set("api", "label_values_match", true);
        set("api", "query_stats", true);
        set("api", "query_warnings", true);
        set("api", "time_range_labels", true);
        set("api", "time_range_series", true);
    }

    private void engine(EngineFeatures engine) {
        set("promql", "at_modifier", true);
        set("promql", "negative_offset", true);
        set("promql", "subqueries", true);
        set("promql", "per_query_lookback_delta", true);
        set("promql", "per_step_stats", engine.perStepStats());
        set("promql", "delayed_name_removal", engine.delayedNameRemoval());
        set("promql", "type_and_unit_labels", engine.typeAndUnitLabels());
    }

    private void rules(ServerOptions options) {
        set("rules", "concurrent_rule_eval", options.rules().maxConcurrent() > 0);
        set("rules", "keep_firing_for", true);
        set("rules", "query_offset", true);
        TEMPLATE_FUNCTIONS.forEach(name -> set("templating_functions", name, true));
    }

    private void set(String category, String name, boolean enabled) {
        category(category).put(name, enabled);
    }

    private Map<String, Boolean> category(String name) {
        return table.computeIfAbsent(name, _ -> new TreeMap<>());
    }
}
