package io.narthex.model.relabel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import io.narthex.model.RegexScan;

import org.jspecify.annotations.Nullable;

/// An RE2 expression that must match a whole string; `.` matches newlines too.
///
/// Thread safety: immutable.
public final class RelabelRegex {
    /// The default, `(.*)`, for rules that set no expression.
    public static final RelabelRegex ALL = compile("(.*)");

    private final String source;
    private final Pattern pattern;

    private RelabelRegex(String source, Pattern pattern) {
        this.source = source;
        this.pattern = pattern;
    }

    /// Compiles an expression.
    ///
    /// @throws IllegalArgumentException if it is not valid RE2 or too large, with the reason
    public static RelabelRegex compile(String regex) {
        try {
            RegexScan.requireModest(regex);
            return new RelabelRegex(regex, Pattern.compile("^(?s:" + regex + ")$"));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "invalid regular expression \"" + regex + "\": " + e.getDescription(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "invalid regular expression \"" + regex + "\": " + e.getMessage(), e);
        }
    }

    /// The expression as it was given.
    public String source() {
        return source;
    }

    /// Whether this is the very default, not an expression that somebody wrote. Identity is the
    /// question here: a written `(.*)` is not the default.
    @SuppressWarnings("ReferenceEquality")
    static boolean isDefault(RelabelRegex regex) {
        return regex == ALL;
    }

    /// What a replacement template makes of a text; null where the expression does not match it.
    ///
    /// Templates have Go's rules: `$1`, `${1}`, `$name`, `${name}`, and `$$` for a dollar.
    public @Nullable String replace(String text, String template) {
        Matcher match = match(text);
        return match == null ? null : RegexTemplate.expand(template, this, match);
    }

    boolean matches(String text) {
        return pattern.matcher(text).find();
    }

    /// The match, whose groups a template may use, or null.
    @Nullable Matcher match(String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher : null;
    }

    /// The number of a named group, or -1.
    int group(String name) {
        return pattern.namedGroups().getOrDefault(name, -1);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof RelabelRegex other && source.equals(other.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return source;
    }
}
