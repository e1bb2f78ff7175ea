package io.narthex.rules.template;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// Makes the first letter of each word a title-case one and leaves the others.
///
/// Words are those of Unicode: an apostrophe, dot or colon within one does not end it, two of them
/// do.
///
/// Thread safety: stateless.
final class TitleCase {
    private static final String WITHIN_WORDS =
            "'.:\u00b7\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a";

    /// Scripts that write no spaces: each of their letters is a word.
    private static final Set<Character.UnicodeScript> WITHOUT_SPACES =
            EnumSet.of(
                    Character.UnicodeScript.HAN,
                    Character.UnicodeScript.HIRAGANA,
                    Character.UnicodeScript.KATAKANA,
                    Character.UnicodeScript.KHMER,
                    Character.UnicodeScript.LAO,
                    Character.UnicodeScript.MYANMAR,
                    Character.UnicodeScript.THAI);

    private TitleCase() {}

    static String of(String text) {
        StringBuilder out = new StringBuilder();
        boolean inWord = false;
        boolean wasWithin = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            boolean within = WITHIN_WORDS.indexOf(c) >= 0;
            if (wasWithin && within) {
                inWord = false;
            }
            if (isCased(c) && !inWord) {
                out.append(titled(c));
                inWord = true;
            } else {
                out.appendCodePoint(c);
                inWord &= within || !isBreak(c);
            }
            wasWithin = within;
        }
        return out.toString();
    }

    private static boolean isCased(int c) {
        return Character.isLowerCase(c) || Character.isUpperCase(c) || Character.isTitleCase(c);
    }

    private static boolean isBreak(int c) {
        int type = Character.getType(c);
        return WITHOUT_SPACES.contains(Character.UnicodeScript.of(c))
                || !Character.isLetterOrDigit(c)
                        && type != Character.CONNECTOR_PUNCTUATION
                        && type != Character.NON_SPACING_MARK
                        && type != Character.COMBINING_SPACING_MARK
                        && type != Character.ENCLOSING_MARK
                        && type != Character.FORMAT;
    }

    private static String titled(int c) {
        int title = Character.toTitleCase(c);
        String upper = Character.toString(c).toUpperCase(Locale.ROOT);
        if (title != c || upper.codePointCount(0, upper.length()) == 1) {
            return Character.toString(title);
        }
        int first = Character.charCount(upper.codePointAt(0));
        return upper.substring(0, first) + upper.substring(first).toLowerCase(Locale.ROOT);
    }
}
