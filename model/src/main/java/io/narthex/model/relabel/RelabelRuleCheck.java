package io.narthex.model.relabel;

import io.narthex.model.LabelsText;
import io.narthex.model.relabel.RelabelRule.Action;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Which keys a rule needs, and which do not go with its action.
///
/// Thread safety: stateless.
final class RelabelRuleCheck {
    private RelabelRuleCheck() {}

    /// @throws IllegalArgumentException with the reason in the words of the configuration
    static void check(
            Action action,
            List<String> sourceLabels,
            String separator,
            RelabelRegex regex,
            long modulus,
            String targetLabel,
            String replacement) {
        if (action == Action.HASHMOD && modulus == 0) {
            throw refused("relabel configuration for hashmod requires non-zero modulus");
        }
        if (needsTarget(action)) {
            checkTarget(action, targetLabel);
        }
        boolean ownReplacement = !replacement.equals(RelabelRule.DEFAULT_REPLACEMENT);
        boolean others =
                modulus != 0 || !separator.equals(RelabelRule.DEFAULT_SEPARATOR) || ownReplacement;
        switch (action) {
            case LOWERCASE, UPPERCASE -> checkNoReplacement(action, ownReplacement);
            case KEEPEQUAL, DROPEQUAL -> {
                checkNoReplacement(action, ownReplacement);
                // Any regex written in the rule is one too many.
                if (others || !RelabelRegex.isDefault(regex)) {
                    throw refused(
                            action.text()
                                    + " action requires only 'source_labels' and 'target_label',"
                                    + " and no other fields");
                }
            }
            case LABELDROP, LABELKEEP -> {
                if (others || !sourceLabels.isEmpty() || !targetLabel.isEmpty()) {
                    throw refused(
                            action.text() + " action requires only 'regex', and no other fields");
                }
            }
            case LABELMAP -> {
                if (!isValidName(replacement)) {
                    throw invalid(replacement, "replacement", action);
                }
            }
            case REPLACE, KEEP, DROP, HASHMOD -> {}
        }
    }

    private static void checkTarget(Action action, String targetLabel) {
        if (targetLabel.isEmpty()) {
            throw refused(
                    "relabel configuration for "
                            + action.text()
                            + " action requires 'target_label' value");
        }
        if (!isValidName(targetLabel)) {
            throw invalid(targetLabel, "target_label", action);
        }
    }

    private static void checkNoReplacement(Action action, boolean ownReplacement) {
        if (ownReplacement) {
            throw refused("'replacement' can not be set for " + action.text() + " action");
        }
    }

    private static boolean needsTarget(Action action) {
        return switch (action) {
            case REPLACE, HASHMOD, LOWERCASE, UPPERCASE, KEEPEQUAL, DROPEQUAL -> true;
            case KEEP, DROP, LABELMAP, LABELDROP, LABELKEEP -> false;
        };
    }

    /// Whether a string can be a label's name: not empty, and encodable as UTF-8.
    static boolean isValidName(String name) {
        return !name.isEmpty() && StandardCharsets.UTF_8.newEncoder().canEncode(name);
    }

    private static IllegalArgumentException invalid(String value, String key, Action action) {
        StringBuilder text = new StringBuilder();
        LabelsText.quote(text, value);
        return refused(text + " is invalid '" + key + "' for " + action.text() + " action");
    }

    private static IllegalArgumentException refused(String reason) {
        return new IllegalArgumentException(reason);
    }
}
