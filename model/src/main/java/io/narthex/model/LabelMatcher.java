package io.narthex.model;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/// A condition on one label. An absent label counts as the empty string.
///
/// Thread safety: safe for concurrent calls; what a watcher throws passes through [#matches].
public final class LabelMatcher {
    /// How the value is compared.
    public enum Type {
        EQUAL("="),
        NOT_EQUAL("!="),
        REGEX("=~"),
        NOT_REGEX("!~");

        private final String symbol;

        Type(String symbol) {
            this.symbol = symbol;
        }

        /// The operator as PromQL writes it.
        public String symbol() {
            return symbol;
        }
    }

    private final Type type;
    private final String name;
    private final String value;
    private final @Nullable LabelRegex regex;

    /// Null where nobody watches.
    private final @Nullable Runnable watcher;

    /// Values tried; threads may overtake each other, which does no harm.
    private int tried;

    /// Creates a matcher.
    ///
    /// @param value a literal, or an RE2 expression that must match the whole value
    /// @throws IllegalArgumentException if the expression is not valid RE2; the message says why
    public LabelMatcher(Type type, String name, String value) {
        this(
                type,
                name,
                value,
                type == Type.REGEX || type == Type.NOT_REGEX ? LabelRegex.compile(value) : null,
                null);
    }

    private LabelMatcher(
            Type type,
            String name,
            String value,
            @Nullable LabelRegex regex,
            @Nullable Runnable watcher) {
        this.type = type;
        this.name = name;
        this.value = value;
        this.regex = regex;
        this.watcher = watcher;
    }

    /// The same condition. If it has an expression, the watcher is run for every 256 values that
    /// are tried, and may end a long search by throwing.
    public LabelMatcher watchedBy(Runnable watching) {
        return regex == null ? this : new LabelMatcher(type, name, value, regex, watching);
    }

    /// A matcher for one exact value.
    public static LabelMatcher equal(String name, String value) {
        return new LabelMatcher(Type.EQUAL, name, value);
    }

    public Type type() {
        return type;
    }

    public String name() {
        return name;
    }

    /// The literal or the expression, as written.
    public String value() {
        return value;
    }

    /// Whether a label value (empty for an absent label) satisfies the condition.
    public boolean matches(String labelValue) {
        return switch (type) {
            case EQUAL -> labelValue.equals(value);
            case NOT_EQUAL -> !labelValue.equals(value);
            case REGEX -> regex().matches(labelValue);
            case NOT_REGEX -> !regex().matches(labelValue);
        };
    }

    /// Whether a series without the label satisfies the condition.
    public boolean matchesEmpty() {
        return matches("");
    }

    /// The only values that satisfy this matcher, where they are known without looking at data: for
    /// an index to look up instead of to scan. Null where they are not.
    public @Nullable Set<String> literalValues() {
        return switch (type) {
            case EQUAL -> Set.of(value);
            case REGEX -> regex == null ? null : regex.literals();
            case NOT_EQUAL, NOT_REGEX -> null;
        };
    }

    /// Whether the labels satisfy every condition of a list.
    public static boolean matchesAll(List<LabelMatcher> matchers, Labels labels) {
        for (LabelMatcher m : matchers) {
            if (!m.matches(labels.getOrEmpty(m.name))) {
                return false;
            }
        }
        return true;
    }

    private LabelRegex regex() {
        if (watcher != null && (tried++ & 255) == 0) {
            watcher.run();
        }
        if (regex == null) {
            throw new IllegalStateException("BUG: " + type + " matcher without a regex");
        }
        return regex;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof LabelMatcher m
                && type == m.type
                && name.equals(m.name)
                && value.equals(m.value);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * type.hashCode() + name.hashCode()) + value.hashCode();
    }

    /// PromQL's form, such as `job=~"a|b"`.
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        LabelsText.appendName(out, name);
        LabelsText.quote(out.append(type.symbol()), value);
        return out.toString();
    }
}
