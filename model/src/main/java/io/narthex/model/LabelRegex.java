package io.narthex.model;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.Set;

/// An RE2 expression over a whole label value: anchored at both ends, `.` matches newlines.
///
/// RE2 runs in linear time whatever the expression. Most expressions in dashboards are plain
/// alternations (`GET|POST`), `.*`, `.+`, `prefix.*` or `.*infix.*`; those never reach the
/// automaton.
///
/// Thread safety: immutable.
final class LabelRegex {
    private static final String META = "\\.+*?()|[]{}^$";

    private final @Nullable Set<String> literals;
    private final @Nullable Shortcut shortcut;
    private final Pattern pattern;

    private LabelRegex(
            @Nullable Set<String> literals, @Nullable Shortcut shortcut, Pattern pattern) {
        this.literals = literals;
        this.shortcut = shortcut;
        this.pattern = pattern;
    }

    static LabelRegex compile(String regex) {
        Pattern pattern;
        try {
            pattern = Pattern.compile("^(?s:" + regex + ")$");
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "invalid regular expression \"" + regex + "\": " + e.getDescription(), e);
        }
        return new LabelRegex(alternation(regex), Shortcut.of(regex), pattern);
    }

    boolean matches(String value) {
        if (literals != null) {
            return literals.contains(value);
        }
        return shortcut != null ? shortcut.matches(value) : pattern.matches(value);
    }

    /// The values of a plain alternation, or null.
    @Nullable Set<String> literals() {
        return literals;
    }

    private static @Nullable Set<String> alternation(String regex) {
        Set<String> values = new LinkedHashSet<>();
        for (String part : regex.split("\\|", -1)) {
            if (hasMeta(part)) {
                return null;
            }
            values.add(part);
        }
        return values;
    }

    private static boolean hasMeta(String s) {
        return s.chars().anyMatch(c -> META.indexOf(c) >= 0);
    }

    /// `.*` or `.+` before, behind or around a literal.
    private record Shortcut(boolean open, String literal, boolean openEnd, int extra) {
        static @Nullable Shortcut of(String regex) {
            String s = regex;
            int extra = 0;
            boolean open = s.startsWith(".*") || s.startsWith(".+");
            if (open) {
                extra += s.charAt(1) == '+' ? 1 : 0;
                s = s.substring(2);
            }
            boolean openEnd = s.endsWith(".*") || s.endsWith(".+");
            // `.+x.+` needs a character on each side: left to the automaton.
            if (openEnd && (extra > 0 || (open && s.endsWith("+")))) {
                return null;
            }
            if (openEnd) {
                extra += s.endsWith("+") ? 1 : 0;
                s = s.substring(0, s.length() - 2);
            }
            return (open || openEnd) && !hasMeta(s) ? new Shortcut(open, s, openEnd, extra) : null;
        }

        boolean matches(String value) {
            if (value.length() < literal.length() + extra) {
                return false;
            }
            if (open && openEnd) {
                return value.contains(literal);
            }
            return open ? value.endsWith(literal) : value.startsWith(literal);
        }
    }
}
