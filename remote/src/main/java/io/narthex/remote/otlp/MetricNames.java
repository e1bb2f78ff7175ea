package io.narthex.remote.otlp;

import java.util.ArrayList;
import java.util.List;

/// Names of metrics, as Prometheus makes them of OpenTelemetry's.
///
/// Thread safety: immutable.
record MetricNames(TranslationStrategy strategy) {
    /// The name of a metric.
    ///
    /// @throws TranslationException if nothing usable is left of it
    String of(String name, String unit, OtlpType type) throws TranslationException {
        if (!strategy.escapes()) {
            return strategy.addsSuffixes() ? suffixed(name, unit, type) : name;
        }
        String made = strategy.addsSuffixes() ? normalized(name, unit, type) : escaped(name);
        if (made.isEmpty()) {
            throw new TranslationException(
                    "normalization for metric \"" + name + "\" resulted in empty name");
        }
        if (!made.equals(name) && made.chars().allMatch(c -> c == '_')) {
            throw new TranslationException(
                    "normalization for metric \"%s\" resulted in invalid name \"%s\""
                            .formatted(name, made));
        }
        return made;
    }

    /// Whether a character may stand in a name, underscores aside.
    static boolean isValid(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == ':';
    }

    private static String normalized(String name, String unit, OtlpType type) {
        List<String> words = words(name, false);
        addUnit(words, UnitNames.Suffixes.of(unit).cleaned());
        if (type == OtlpType.COUNTER) {
            words.removeIf("total"::equals);
            words.add("total");
        }
        if (unit.equals("1") && type == OtlpType.GAUGE) {
            words.removeIf("ratio"::equals);
            words.add("ratio");
        }
        return notADigitFirst(String.join("_", words));
    }

    private static void addUnit(List<String> words, UnitNames.Suffixes unit) {
        String main = words.contains(unit.main()) ? "" : unit.main();
        String per = unit.per().equals("per_") ? "" : withoutUnderscore(unit.per());
        if (words.contains(per)) {
            per = "";
        }
        if (!per.isEmpty()) {
            main = withoutUnderscore(main);
        }
        if (!main.isEmpty()) {
            words.add(main);
        }
        if (!per.isEmpty()) {
            words.add(per);
        }
    }

    private static String withoutUnderscore(String text) {
        return text.endsWith("_") ? text.substring(0, text.length() - 1) : text;
    }

    private static String escaped(String name) {
        return notADigitFirst(String.join("_", words(name, true)));
    }

    private static String notADigitFirst(String name) {
        boolean digit = !name.isEmpty() && name.charAt(0) >= '0' && name.charAt(0) <= '9';
        return digit ? "_" + name : name;
    }

    /// What lies between characters that a name may not have.
    private static List<String> words(String name, boolean underscores) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (isValid(c) || underscores && c == '_') {
                word.append(c);
            } else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    /// The suffixes behind a name that stays as it is.
    private static String suffixed(String name, String unit, OtlpType type) {
        UnitNames.Suffixes suffixes = UnitNames.Suffixes.of(unit);
        StringBuilder behind = new StringBuilder();
        String rest = name;
        if (unit.equals("1") && type == OtlpType.GAUGE) {
            rest = without(rest, "ratio");
            behind.append("_ratio");
        }
        if (type == OtlpType.COUNTER) {
            rest = without(rest, "total");
            behind.insert(0, "_total");
        }
        if (!suffixes.per().isEmpty()) {
            rest = without(rest, suffixes.per());
            behind.insert(0, "_" + suffixes.per());
        }
        if (!suffixes.main().isEmpty() && !rest.endsWith(suffixes.main())) {
            rest = rest + "_" + suffixes.main();
        }
        return rest + behind;
    }

    /// Without a suffix and the character before it.
    private static String without(String name, String suffix) {
        int rest = name.length() - suffix.length() - 1;
        return name.endsWith(suffix) && rest > 0 ? name.substring(0, rest) : name;
    }
}
