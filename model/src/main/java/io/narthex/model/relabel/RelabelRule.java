package io.narthex.model.relabel;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// One relabelling rule, checked: an entry of `relabel_configs`.
///
/// Build one with [#builder], which knows the defaults and which keys go with which action.
///
/// @param sourceLabels whose values are joined with the separator
/// @param regex matched against the joined values, or against label names, as a whole
/// @param modulus for hashmod, read as unsigned
/// @param targetLabel where the result goes; may refer to groups of the regex with replace
/// @param replacement the result; may refer to groups of the regex
///
/// Thread safety: immutable.
public record RelabelRule(
        Action action,
        List<String> sourceLabels,
        String separator,
        RelabelRegex regex,
        long modulus,
        String targetLabel,
        String replacement) {

    /// What a rule does.
    public enum Action {
        REPLACE,
        KEEP,
        DROP,
        KEEPEQUAL,
        DROPEQUAL,
        HASHMOD,
        LABELMAP,
        LABELDROP,
        LABELKEEP,
        LOWERCASE,
        UPPERCASE;

        /// The word in the configuration.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// The action of a word, in any case.
        ///
        /// @throws IllegalArgumentException if there is none
        public static Action of(String text) {
            for (Action action : values()) {
                if (action.text().equals(text.toLowerCase(Locale.ROOT))) {
                    return action;
                }
            }
            throw new IllegalArgumentException("unknown relabel action \"" + text + "\"");
        }
    }

    static final String DEFAULT_SEPARATOR = ";";
    static final String DEFAULT_REPLACEMENT = "$1";

    /// Copies the list and refuses a rule that makes no sense, with the reason.
    public RelabelRule {
        sourceLabels = List.copyOf(sourceLabels);
        RelabelRuleCheck.check(
                action, sourceLabels, separator, regex, modulus, targetLabel, replacement);
    }

    /// A builder with the defaults: replace, separator `;`, regex `(.*)`, replacement `$1`.
    public static Builder builder() {
        return new Builder();
    }

    /// Collects the keys of a rule.
    ///
    /// Thread safety: for one thread.
    public static final class Builder {
        private Action action = Action.REPLACE;
        private List<String> sourceLabels = List.of();
        private String separator = DEFAULT_SEPARATOR;
        private @Nullable String regex;
        private long modulus;
        private String targetLabel = "";
        private String replacement = DEFAULT_REPLACEMENT;

        private Builder() {}

        /// Sets `action`.
        public Builder action(Action action) {
            this.action = action;
            return this;
        }

        /// Sets `source_labels`.
        public Builder sourceLabels(String... names) {
            return sourceLabels(List.of(names));
        }

        /// Sets `source_labels`.
        public Builder sourceLabels(List<String> names) {
            this.sourceLabels = names;
            return this;
        }

        /// Sets `separator`.
        public Builder separator(String separator) {
            this.separator = separator;
            return this;
        }

        /// Sets `regex`; an empty one matches only the empty string.
        public Builder regex(String regex) {
            this.regex = regex;
            return this;
        }

        /// Sets `modulus`, read as unsigned.
        public Builder modulus(long modulus) {
            this.modulus = modulus;
            return this;
        }

        /// Sets `target_label`.
        public Builder targetLabel(String name) {
            this.targetLabel = name;
            return this;
        }

        /// Sets `replacement`.
        public Builder replacement(String replacement) {
            this.replacement = replacement;
            return this;
        }

        /// The rule.
        ///
        /// @throws IllegalArgumentException if keys are wrong, missing, or do not go with the
        ///     action
        public RelabelRule build() {
            return new RelabelRule(
                    action,
                    sourceLabels,
                    separator,
                    regex == null ? RelabelRegex.ALL : RelabelRegex.compile(regex),
                    modulus,
                    targetLabel,
                    replacement);
        }
    }
}
