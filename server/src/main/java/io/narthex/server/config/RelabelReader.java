package io.narthex.server.config;

import io.narthex.model.relabel.RelabelRule;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.KeyType;
import io.narthex.yaml.YamlMapping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

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

    private static final Pattern TEMPLATE =
            Pattern.compile("(?:[a-zA-Z_]|\\$(?:\\{\\w+}|\\w+))(?:\\w|\\$(?:\\{\\w+}|\\w+))*");

    private RelabelReader() {}

    /// The rules of a list.
    ///
    /// @param legacy whether they may write none but legacy names
    static List<RelabelRule> read(YamlMapping block, String key, boolean legacy) {
        List<RelabelRule> rules = new ArrayList<>();
        for (YamlMapping entry : block.mappings(key)) {
            RelabelRule rule = rule(entry);
            if (legacy) {
                requireLegacy(entry, rule);
            }
            rules.add(rule);
        }
        return rules;
    }

    private static void requireLegacy(YamlMapping entry, RelabelRule rule) {
        boolean good =
                switch (rule.action()) {
                    case REPLACE ->
                            rule.targetLabel().contains("$")
                                    ? isTemplate(rule.targetLabel())
                                    : NameSchemes.isLegacyLabel(rule.targetLabel());
                    case HASHMOD, LOWERCASE, UPPERCASE, KEEPEQUAL, DROPEQUAL ->
                            NameSchemes.isLegacyLabel(rule.targetLabel());
                    case LABELMAP -> isTemplate(rule.replacement());
                    case KEEP, DROP, LABELDROP, LABELKEEP -> true;
                };
        if (!good) {
            boolean map = rule.action() == RelabelRule.Action.LABELMAP;
            String key = map ? "replacement" : "target_label";
            throw entry.place(key)
                    .error(
                            "\""
                                    + (map ? rule.replacement() : rule.targetLabel())
                                    + "\" is invalid '"
                                    + key
                                    + "' for "
                                    + rule.action().text()
                                    + " action with metric_name_validation_scheme legacy");
        }
    }

    /// Whether a text gives a legacy name, if what it takes from the regex does.
    private static boolean isTemplate(String text) {
        return TEMPLATE.matcher(text).matches();
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
