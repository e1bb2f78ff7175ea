package io.narthex.remote.otlp;

import org.jspecify.annotations.Nullable;

/// How names of OpenTelemetry become names of metrics and labels, by the word that the
/// configuration has for it.
public enum TranslationStrategy {
    /// What is no letter, digit or colon becomes an underscore; unit and type are appended.
    UNDERSCORE_ESCAPING_WITH_SUFFIXES("UnderscoreEscapingWithSuffixes", true, true),
    /// What is no letter, digit or colon becomes an underscore.
    UNDERSCORE_ESCAPING_WITHOUT_SUFFIXES("UnderscoreEscapingWithoutSuffixes", true, false),
    /// Names stay; unit and type are appended.
    NO_UTF8_ESCAPING_WITH_SUFFIXES("NoUTF8EscapingWithSuffixes", false, true),
    /// Names stay.
    NO_TRANSLATION("NoTranslation", false, false);

    private final String word;
    private final boolean escapes;
    private final boolean addsSuffixes;

    TranslationStrategy(String word, boolean escapes, boolean addsSuffixes) {
        this.word = word;
        this.escapes = escapes;
        this.addsSuffixes = addsSuffixes;
    }

    /// The strategy of a word, or null where there is none.
    public static @Nullable TranslationStrategy of(String word) {
        for (TranslationStrategy strategy : values()) {
            if (strategy.word.equals(word)) {
                return strategy;
            }
        }
        return null;
    }

    /// The word that the configuration has for it.
    public String word() {
        return word;
    }

    boolean escapes() {
        return escapes;
    }

    boolean addsSuffixes() {
        return addsSuffixes;
    }
}
