package io.narthex.server.config;

import io.narthex.model.relabel.RelabelRule;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.YamlMapping;

import java.util.List;

/// The block `alerting` of a configuration: to whom alerts are sent.
///
/// @param alertRelabelRules applied to every alert before it is sent
/// @param alertmanagers who receives alerts
///
/// Thread safety: immutable.
public record AlertingConfig(
        List<RelabelRule> alertRelabelRules, List<AlertmanagerConfig> alertmanagers) {
    /// Nobody.
    public static final AlertingConfig NONE = new AlertingConfig(List.of(), List.of());

    static final KeyTable KEYS =
            KeyTable.of(
                    "alerting",
                    Key.blocks(
                            "alert_relabel_configs",
                            RelabelReader.KEYS,
                            "rules that every alert meets before it is sent"),
                    Key.blocks("alertmanagers", AlertmanagerConfig.KEYS, "who gets alerts"));

    /// Copies the lists.
    public AlertingConfig {
        alertRelabelRules = List.copyOf(alertRelabelRules);
        alertmanagers = List.copyOf(alertmanagers);
    }

    /// @param legacy whether rules may write none but legacy names
    static AlertingConfig read(YamlMapping alerting, boolean legacy) {
        List<RelabelRule> rules = RelabelReader.read(alerting, "alert_relabel_configs", legacy);
        List<AlertmanagerConfig> alertmanagers =
                alerting.mappings("alertmanagers").stream()
                        .map(entry -> AlertmanagerConfig.read(entry, legacy))
                        .toList();
        alerting.refuseTheRest();
        return new AlertingConfig(rules, alertmanagers);
    }
}
