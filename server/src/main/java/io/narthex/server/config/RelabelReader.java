package io.narthex.server.config;

import io.narthex.model.relabel.RelabelRule;
import io.narthex.yaml.YamlMapping;

import java.util.ArrayList;
import java.util.List;

/// Reads lists of relabelling rules.
///
/// Thread safety: stateless.
final class RelabelReader {
    private RelabelReader() {}

    static List<RelabelRule> read(YamlMapping block, String key) {
        List<RelabelRule> rules = new ArrayList<>();
        for (YamlMapping rule : block.mappings(key)) {
            rules.add(rule(rule));
        }
        return rules;
    }

    private static RelabelRule rule(YamlMapping mapping) {
        RelabelRule.Builder builder = RelabelRule.builder();
        builder.sourceLabels(mapping.texts("source_labels"));
        mapping.text("separator", builder::separator);
        mapping.text("regex", builder::regex);
        mapping.value("modulus", Long::parseUnsignedLong, builder::modulus);
        mapping.text("target_label", builder::targetLabel);
        mapping.text("replacement", builder::replacement);
        mapping.value("action", RelabelRule.Action::of, builder::action);
        mapping.refuseTheRest();
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw mapping.place().error(e);
        }
    }
}
