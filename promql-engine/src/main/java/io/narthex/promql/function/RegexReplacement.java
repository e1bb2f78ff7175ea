package io.narthex.promql.function;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// A regular expression over a whole text and the template that replaces it: what `label_replace`
/// does to a value.
///
/// Templates have Go's rules: `$1`, `${1}`, `$name`, `${name}`, and `$$` for a dollar. A name goes
/// on as long as letters, digits and underscores follow, so `$1x` asks for a group named `1x`. A
/// group that does not exist or took no part in the match is empty; a dollar that starts nothing
/// stands for itself.
///
/// Thread safety: immutable.
public final class RegexReplacement {
    /// No expression has more groups; a longer number names none.
    private static final int MAX_GROUP_DIGITS = 8;

    /// A piece of the template.
    private sealed interface Part {
        record Text(String text) implements Part {}

        record Group(int number) implements Part {}
    }

    private final Pattern pattern;
    private final List<Part> parts = new ArrayList<>();

    private RegexReplacement(Pattern pattern, String template) {
        this.pattern = pattern;
        int from = 0;
        int dollar = template.indexOf('$');
        while (dollar >= 0) {
            addText(template.substring(from, dollar));
            from = addReference(template, dollar + 1);
            dollar = template.indexOf('$', from);
        }
        addText(template.substring(from));
    }

    /// Compiles the two.
    ///
    /// @throws IllegalArgumentException if the expression is not valid RE2
    public static RegexReplacement compile(String regex, String template) {
        try {
            return new RegexReplacement(Pattern.compile("^(?s:" + regex + ")$"), template);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getDescription(), e);
        }
    }

    /// The template filled in from a text, or null where the expression does not match it.
    public @Nullable String apply(String text) {
        Matcher match = pattern.matcher(text);
        if (!match.find()) {
            return null;
        }
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Text(String literal) -> out.append(literal);
                case Part.Group(int number) -> {
                    String group = match.group(number);
                    out.append(group == null ? "" : group);
                }
            }
        }
        return out.toString();
    }

    private void addText(String text) {
        if (!text.isEmpty()) {
            parts.add(new Part.Text(text));
        }
    }

    /// @param at the position behind a dollar
    /// @return the position behind the reference
    private int addReference(String template, int at) {
        if (template.startsWith("$", at)) {
            addText("$");
            return at + 1;
        }
        boolean brace = template.startsWith("{", at);
        int start = brace ? at + 1 : at;
        int end = nameEnd(template, start);
        if (end == start || (brace && !template.startsWith("}", end))) {
            addText("$");
            return at;
        }
        int group = group(template.substring(start, end));
        if (group >= 0 && group <= pattern.groupCount()) {
            parts.add(new Part.Group(group));
        }
        return brace ? end + 1 : end;
    }

    private static int nameEnd(String template, int start) {
        int end = start;
        while (end < template.length()) {
            int c = template.codePointAt(end);
            if (!Character.isLetter(c) && !Character.isDigit(c) && c != '_') {
                break;
            }
            end += Character.charCount(c);
        }
        return end;
    }

    private int group(String name) {
        boolean leadingZero = name.length() > 1 && name.charAt(0) == '0';
        boolean number =
                !leadingZero
                        && name.length() <= MAX_GROUP_DIGITS
                        && name.chars().allMatch(c -> c >= '0' && c <= '9');
        return number
                ? Integer.parseInt(name)
                : pattern.namedGroups().getOrDefault(name, Integer.valueOf(-1));
    }
}
