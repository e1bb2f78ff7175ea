package io.narthex.rules.template;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import io.narthex.model.RegexScan;

/// Regular expressions of templates: RE2, matching anywhere in a text, with Go's `$1` and `${name}`
/// in replacements.
///
/// Thread safety: immutable.
final class GoRegex {
    private final Pattern pattern;

    private GoRegex(Pattern pattern) {
        this.pattern = pattern;
    }

    /// @throws TemplateFailure if it is not valid, or too large
    static GoRegex compile(String regex) {
        try {
            RegexScan.requireModest(regex);
            return new GoRegex(Pattern.compile(regex));
        } catch (PatternSyntaxException e) {
            throw new TemplateFailure(
                    "error parsing regexp: " + e.getDescription() + ": `" + e.getPattern() + "`");
        } catch (IllegalArgumentException e) {
            throw new TemplateFailure("error parsing regexp: " + e.getMessage());
        }
    }

    /// As `compile`; the message is that of a panic.
    static GoRegex compileOrPanic(String regex) {
        try {
            return compile(regex);
        } catch (TemplateFailure e) {
            String quoted = regex.indexOf('`') < 0 ? "`" + regex + "`" : GoStrings.quote(regex);
            throw new TemplateFailure("regexp: Compile(" + quoted + "): " + e.text());
        }
    }

    boolean find(String text) {
        return pattern.matcher(text).find();
    }

    String replaceAll(String text, String template, Budget budget) {
        Matcher matcher = pattern.matcher(text);
        StringBuilder out = new StringBuilder();
        int from = 0;
        int lastEnd = -1;
        while (matcher.find()) {
            // An empty match directly behind another is none, as in Go.
            if (matcher.end() == matcher.start() && matcher.start() == lastEnd) {
                continue;
            }
            out.append(text, from, matcher.start());
            budget.make(template.length());
            expand(out, template, matcher, budget);
            from = matcher.end();
            lastEnd = from;
        }
        budget.make(out.length());
        return out.append(text, from, text.length()).toString();
    }

    private void expand(StringBuilder out, String template, Matcher match, Budget budget) {
        int from = 0;
        for (int dollar = template.indexOf('$');
                dollar >= 0;
                dollar = template.indexOf('$', from)) {
            out.append(template, from, dollar);
            int before = out.length();
            from = reference(out, template, dollar + 1, match);
            budget.make(out.length() - before);
        }
        out.append(template, from, template.length());
    }

    /// @param at behind the dollar
    /// @return behind the reference
    private int reference(StringBuilder out, String template, int at, Matcher match) {
        if (template.startsWith("$", at)) {
            out.append('$');
            return at + 1;
        }
        boolean brace = template.startsWith("{", at);
        int start = brace ? at + 1 : at;
        int end = start;
        while (end < template.length() && isNamePart(template.codePointAt(end))) {
            end += Character.charCount(template.codePointAt(end));
        }
        if (end == start || brace && !template.startsWith("}", end)) {
            out.append('$');
            return at;
        }
        int group = group(template.substring(start, end));
        if (group >= 0 && group <= match.groupCount() && match.group(group) != null) {
            out.append(match.group(group));
        }
        return brace ? end + 1 : end;
    }

    private static boolean isNamePart(int c) {
        return c == '_' || Character.isLetter(c) || Character.isDigit(c);
    }

    private int group(String name) {
        boolean number = name.matches("0|[1-9][0-9]{0,7}");
        return number ? Integer.parseInt(name) : pattern.namedGroups().getOrDefault(name, -1);
    }
}
