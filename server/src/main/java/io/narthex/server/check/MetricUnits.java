package io.narthex.server.check;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// The units that names of metrics may have.
///
/// Thread safety: stateless.
final class MetricUnits {
    /// Each unit with the one that is to be used instead.
    private static final Map<String, String> BASES =
            Map.ofEntries(
                    Map.entry("amperes", "amperes"),
                    Map.entry("bytes", "bytes"),
                    Map.entry("celsius", "celsius"),
                    Map.entry("grams", "grams"),
                    Map.entry("joules", "joules"),
                    Map.entry("kelvin", "kelvin"),
                    Map.entry("meters", "meters"),
                    Map.entry("metres", "metres"),
                    Map.entry("seconds", "seconds"),
                    Map.entry("volts", "volts"),
                    Map.entry("minutes", "seconds"),
                    Map.entry("hours", "seconds"),
                    Map.entry("days", "seconds"),
                    Map.entry("weeks", "seconds"),
                    Map.entry("kelvins", "kelvin"),
                    Map.entry("fahrenheit", "celsius"),
                    Map.entry("rankine", "celsius"),
                    Map.entry("inches", "meters"),
                    Map.entry("yards", "meters"),
                    Map.entry("miles", "meters"),
                    Map.entry("bits", "bytes"),
                    Map.entry("calories", "joules"),
                    Map.entry("pounds", "grams"),
                    Map.entry("ounces", "grams"));

    private static final List<String> PREFIXES =
            List.of(
                    "pico", "nano", "micro", "milli", "centi", "deci", "deca", "hecto", "kilo",
                    "kibi", "mega", "mibi", "giga", "gibi", "tera", "tebi", "peta", "pebi");

    private static final List<String> ABBREVIATIONS =
            List.of("s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d");

    private MetricUnits() {}

    /// A unit that a name has.
    ///
    /// @param written as it stands there
    /// @param base what is to be used
    record Unit(String written, String base) {}

    /// The first unit that a name has, or null where it has none.
    static @Nullable Unit of(String name) {
        for (String word : name.split("_", -1)) {
            String base = base(word);
            if (base != null) {
                return new Unit(word, base);
            }
        }
        return null;
    }

    private static @Nullable String base(String word) {
        String base = BASES.get(word);
        if (base != null) {
            return base;
        }
        for (String prefix : PREFIXES) {
            if (word.startsWith(prefix) && BASES.containsKey(word.substring(prefix.length()))) {
                return BASES.get(word.substring(prefix.length()));
            }
        }
        return null;
    }

    /// How many abbreviated units a name has.
    static int abbreviations(String lowerCaseName) {
        int count = 0;
        for (String unit : ABBREVIATIONS) {
            if (MetricNames.hasWord(lowerCaseName, unit)) {
                count++;
            }
        }
        return count;
    }
}
