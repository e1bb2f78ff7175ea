package io.narthex.server.features;

import io.narthex.promql.EngineFeatures;
import io.narthex.promql.parser.LanguageFeatures;
import io.narthex.server.ServerOptions;

import java.util.Map;
import java.util.TreeMap;

/// What `/api/v1/features` shows: category, name, whether it is on. Names are Prometheus'; a name
/// that is not there belongs to a part that this version does not have.
public final class FeatureTable {
    private final Map<String, Map<String, Boolean>> table = new TreeMap<>();

    private FeatureTable() {}

    /// The table of a server.
    public static Map<String, Map<String, Boolean>> of(ServerOptions options) {
        FeatureTable features = new FeatureTable();
        EngineFeatures engine = options.engine().features();
        LanguageFeatures.of(engine.parser())
                .forEach((category, names) -> features.category(category).putAll(names));
        features.api(options);
        features.engine(engine);
        features.set("scrape", "extra_scrape_metrics", true);
        features.set("scrape", "type_and_unit_labels", engine.typeAndUnitLabels());
        features.set("tsdb", "exemplar_storage", options.storage().maxExemplars() > 0);
        features.set("service_discovery_providers", "static", true);
        features.set("prometheus", "agent_mode", false);
        features.set("prometheus", "server_mode", true);
        return features.table;
    }

    private void api(ServerOptions options) {
        set("api", "admin", options.adminApi());
        set("api", "remote_write_receiver", options.remoteWriteReceiver());
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

    private void set(String category, String name, boolean enabled) {
        category(category).put(name, enabled);
    }

    private Map<String, Boolean> category(String name) {
        return table.computeIfAbsent(name, _ -> new TreeMap<>());
    }
}
