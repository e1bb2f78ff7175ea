package io.narthex.yaml;

import java.util.Comparator;
import java.util.List;

/// A stretch of a YAML text.
///
/// @param start of its first code point, from 0
/// @param end behind its last
///
/// Thread safety: immutable.
public record YamlSpan(int start, int end) {
    /// A text with something else in place of some stretches, such as secrets.
    ///
    /// @param spans of values in that text; the same one may be there twice
    public static String replace(String text, List<YamlSpan> spans, String with) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        List<YamlSpan> ordered =
                spans.stream().distinct().sorted(Comparator.comparingInt(YamlSpan::start)).toList();
        for (YamlSpan span : ordered) {
            int start = text.offsetByCodePoints(0, span.start);
            out.append(text, from, start).append(with);
            from = text.offsetByCodePoints(0, span.end);
            if (text.charAt(from - 1) == '\n') {
                // A block ends with its last line.
                out.append('\n');
            }
        }
        return out.append(text, from, text.length()).toString();
    }
}
