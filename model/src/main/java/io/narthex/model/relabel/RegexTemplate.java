package io.narthex.model.relabel;

import com.google.re2j.Matcher;

/// Replacement templates with Go's rules: `$1`, `${1}`, `$name`, `${name}`, and `$$` for a dollar.
///
/// A name goes on as long as letters, digits and underscores follow, so `$1x` asks for a group
/// named `1x`. A group that does not exist or took no part in the match is empty; a dollar that
/// starts nothing stands for itself.
///
/// Thread safety: stateless.
final class RegexTemplate {
    /// No regex has more groups; a longer number is a name.
    private static final int MAX_GROUP_DIGITS = 8;

    private RegexTemplate() {}

    static String expand(String template, RelabelRegex regex, Matcher match) {
        int dollar = template.indexOf('$');
        if (dollar < 0) {
            return template;
        }
        StringBuilder out = new StringBuilder();
        int from = 0;
        while (dollar >= 0) {
            out.append(template, from, dollar);
            from = appendReference(out, template, dollar + 1, regex, match);
            dollar = template.indexOf('$', from);
        }
        return out.append(template, from, template.length()).toString();
    }

    /// @param at the position behind the dollar
    /// @return the position behind the reference
    private static int appendReference(
            StringBuilder out, String template, int at, RelabelRegex regex, Matcher match) {
        if (template.startsWith("$", at)) {
            out.append('$');
            return at + 1;
        }
        boolean brace = template.startsWith("{", at);
        int start = brace ? at + 1 : at;
        int end = nameEnd(template, start);
        if (end == start || (brace && !template.startsWith("}", end))) {
            out.append('$');
            return at;
        }
        int group = group(template.substring(start, end), regex);
        if (group >= 0 && group <= match.groupCount() && match.group(group) != null) {
            out.append(match.group(group));
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

    private static int group(String name, RelabelRegex regex) {
        boolean leadingZero = name.length() > 1 && name.charAt(0) == '0';
        boolean number =
                name.length() <= MAX_GROUP_DIGITS
                        && !leadingZero
                        && name.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Integer.parseInt(name) : regex.group(name);
    }
}
