package io.narthex.model;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// An RE2 expression over a whole label value: anchored at both ends, `.` matches newlines.
///
/// RE2 runs in linear time whatever the expression. Most expressions in dashboards are plain
/// alternations (`GET|POST`), `.*`, `.+`, `prefix.*` or `.*infix.*`; those never reach the
/// automaton. Long alternations, as of many selected hosts, are a set of literals and automata for
/// the rest.
///
/// Thread safety: immutable.
final class LabelRegex {
    private static final String META = "\\.+*?()|[]{}^$";

    /// Alternatives that are no literals share automata of about this size: a larger one gains
    /// nothing, and takes more than twice the time to compile than two of half its size.
    private static final long SHARED_SIZE = 1_000;

    /// Bounds the memory of all automata of an expression.
    private static final long MAX_TOTAL_SIZE = 200_000;

    private final Set<String> literals;
    private final @Nullable Shortcut shortcut;
    private final List<Pattern> patterns;

    private LabelRegex(Set<String> literals, @Nullable Shortcut shortcut, List<Pattern> patterns) {
        this.literals = literals;
        this.shortcut = shortcut;
        this.patterns = patterns;
    }

    /// @throws IllegalArgumentException if the expression is not valid, or too large
    static LabelRegex compile(String regex) {
        Shortcut shortcut = Shortcut.of(regex);
        if (shortcut != null) {
            return new LabelRegex(Set.of(), shortcut, List.of());
        }
        try {
            Set<String> literals = new LinkedHashSet<>();
            List<String> others = new ArrayList<>();
            for (String alternative : RegexScan.of(regex).alternatives()) {
                String literal = literal(alternative);
                if (literal == null) {
                    others.add(alternative);
                } else {
                    literals.add(literal);
                }
            }
            return new LabelRegex(literals, null, patterns(others));
        } catch (PatternSyntaxException e) {
            throw syntaxError(regex, e);
        } catch (IllegalArgumentException e) {
            throw invalid(regex, String.valueOf(e.getMessage()), e);
        }
    }

    /// The error of the whole expression, whose text is Prometheus'.
    private static IllegalArgumentException syntaxError(String regex, PatternSyntaxException part) {
        PatternSyntaxException whole = part;
        try {
            pattern(regex);
        } catch (PatternSyntaxException e) {
            whole = e;
        }
        String text =
                "error parsing regexp: "
                        + whole.getDescription()
                        + ": `"
                        + whole.getPattern()
                        + "`";
        return new IllegalArgumentException(text, part);
    }

    private static IllegalArgumentException invalid(String regex, String why, Exception cause) {
        return new IllegalArgumentException(
                "invalid regular expression \"" + regex + "\": " + why, cause);
    }

    private static List<Pattern> patterns(List<String> alternatives) {
        List<Pattern> patterns = new ArrayList<>();
        StringBuilder shared = new StringBuilder();
        long size = 0;
        long total = 0;
        for (String alternative : alternatives) {
            long more = RegexScan.of(alternative).size();
            total += more;
            if (more > RegexScan.MAX_SIZE || total > MAX_TOTAL_SIZE) {
                throw RegexScan.tooLarge();
            }
            if (size > 0 && size + more > SHARED_SIZE) {
                patterns.add(pattern(shared.toString()));
                shared.setLength(0);
                size = 0;
            }
            shared.append(size == 0 ? "" : "|").append(alternative);
            size += more + 1;
        }
        if (size > 0) {
            patterns.add(pattern(shared.toString()));
        }
        return patterns;
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile("^(?s:" + regex + ")$");
    }

    boolean matches(String value) {
        if (shortcut != null) {
            return shortcut.matches(value);
        }
        if (literals.contains(value)) {
            return true;
        }
        for (Pattern pattern : patterns) {
            if (pattern.matches(value)) {
                return true;
            }
        }
        return false;
    }

    /// The values of a plain alternation, or null.
    @Nullable Set<String> literals() {
        return shortcut == null && patterns.isEmpty() ? literals : null;
    }

    /// The text that an alternative without operators means, such as `a\.b`; null where it has
    // some.
    private static @Nullable String literal(String alternative) {
        StringBuilder text = new StringBuilder(alternative.length());
        for (int i = 0; i < alternative.length(); i++) {
            char c = alternative.charAt(i);
            if (c == '\\') {
                i++;
                if (i == alternative.length() || !isPunctuation(alternative.charAt(i))) {
                    return null;
                }
                text.append(alternative.charAt(i));
            } else if (META.indexOf(c) >= 0) {
                return null;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static boolean isPunctuation(char c) {
        return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c) && c != '_';
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
