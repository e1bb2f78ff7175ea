package io.narthex.server.config;

import io.narthex.model.relabel.RelabelRule;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.KeyType;
import io.narthex.yaml.YamlMapping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads lists of relabelling rules.
///
/// Thread safety: stateless.
final class RelabelReader {
    /// What a rule may have.
    static final KeyTable KEYS =
            KeyTable.of(
                    "relabel_configs",
                    Key.word(
                            "action",
                            RelabelRule.Action.REPLACE.text(),
                            "what is done",
                            Arrays.stream(RelabelRule.Action.values())
                                    .map(RelabelRule.Action::text)
                                    .toList()),
                    Key.texts("source_labels", "labels whose values are joined"),
                    Key.of("separator", KeyType.TEXT, ";", "what stands between the values"),
                    Key.of(
                            "regex",
                            KeyType.TEXT,
                            "(.*)",
                            "what the joined values, or names of labels, match as a whole"),
                    Key.of("modulus", KeyType.NUMBER, "", "for `hashmod`"),
                    Key.text("target_label", "where the result goes"),
                    Key.of(
                            "replacement",
                            KeyType.TEXT,
                            "$1",
                            "the result; may refer to groups of the regex"));

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
