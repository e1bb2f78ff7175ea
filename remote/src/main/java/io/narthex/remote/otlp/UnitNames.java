package io.narthex.remote.otlp;

import java.util.Map;

/// What units are called in names, such as `bytes_per_second` for `By/s`.
///
/// Thread safety: stateless.
final class UnitNames {
    private static final Map<String, String> UNITS =
            Map.ofEntries(
                    Map.entry("d", "days"),
                    Map.entry("h", "hours"),
                    Map.entry("min", "minutes"),
                    Map.entry("s", "seconds"),
                    Map.entry("ms", "milliseconds"),
                    Map.entry("us", "microseconds"),
                    Map.entry("ns", "nanoseconds"),
                    Map.entry("By", "bytes"),
                    Map.entry("KiBy", "kibibytes"),
                    Map.entry("MiBy", "mebibytes"),
                    Map.entry("GiBy", "gibibytes"),
                    Map.entry("TiBy", "tibibytes"),
                    Map.entry("KBy", "kilobytes"),
                    Map.entry("MBy", "megabytes"),
                    Map.entry("GBy", "gigabytes"),
                    Map.entry("TBy", "terabytes"),
                    Map.entry("m", "meters"),
                    Map.entry("V", "volts"),
                    Map.entry("A", "amperes"),
                    Map.entry("J", "joules"),
                    Map.entry("W", "watts"),
                    Map.entry("g", "grams"),
                    Map.entry("Cel", "celsius"),
                    Map.entry("Hz", "hertz"),
                    Map.entry("1", ""),
                    Map.entry("%", "percent"));

    private static final Map<String, String> PER =
            Map.of(
                    "s", "second", "m", "minute", "h", "hour", "d", "day", "w", "week", "mo",
                    "month", "y", "year");

    private UnitNames() {}

    /// The two sides of a unit's slash, as suffixes.
    ///
    /// @param main empty where the unit has none, or is a remark in braces
    /// @param per with `per_` before it, or empty
    record Suffixes(String main, String per) {
        /// The suffixes of a unit, with whatever characters it has.
        static Suffixes of(String unit) {
            int slash = unit.indexOf('/');
            String main = (slash < 0 ? unit : unit.substring(0, slash)).strip();
            String per = slash < 0 ? "" : unit.substring(slash + 1).strip();
            String divisor = isRemark(per) ? "" : PER.getOrDefault(per, per);
            return new Suffixes(
                    isRemark(main) ? "" : UNITS.getOrDefault(main, main),
                    divisor.isEmpty() ? "" : "per_" + divisor);
        }

        /// The same in letters, digits, colons and underscores.
        Suffixes cleaned() {
            return new Suffixes(clean(main), clean(per));
        }

        private static boolean isRemark(String text) {
            return text.indexOf('{') >= 0 || text.indexOf('}') >= 0;
        }
    }

    /// A unit in one word.
    static String of(String unit, boolean escape) {
        Suffixes suffixes = Suffixes.of(unit);
        if (escape) {
            suffixes = suffixes.cleaned();
        }
        boolean both = !suffixes.main().isEmpty() && !suffixes.per().isEmpty();
        String word = suffixes.main() + (both ? "_" : "") + suffixes.per();
        int from = word.startsWith("_") ? 1 : 0;
        int to = word.length() > from && word.endsWith("_") ? word.length() - 1 : word.length();
        return word.substring(from, to);
    }

    private static String clean(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .forEach(
                        c -> {
                            boolean valid = MetricNames.isValid(c);
                            if (valid || (!out.isEmpty() && out.charAt(out.length() - 1) != '_')) {
                                out.append(valid ? (char) c : '_');
                            }
                        });
        return out.toString();
    }
}
