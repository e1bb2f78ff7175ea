package io.narthex.server.peers;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Compares two servers' answers to one query.
///
/// Thread safety: stateless.
final class Agreement {
    /// Two orders of adding the same numbers differ by less.
    private static final double RELATIVE = 1e-9;

    private Agreement() {}

    /// What differs between two answers, in words; empty where they agree.
    ///
    /// @param <K> labels of series, or times of points
    static <K> List<String> differences(Map<K, Double> expected, Map<K, Double> actual) {
        List<String> differences = new ArrayList<>();
        Set<K> keys = new LinkedHashSet<>(expected.keySet());
        keys.addAll(actual.keySet());
        for (K key : keys) {
            Double e = expected.get(key);
            Double a = actual.get(key);
            if (e == null || a == null || !close(e, a)) {
                differences.add(key + ": expected " + e + " but was " + a);
            }
        }
        return differences;
    }

    /// What differs between two answers, in words; empty where they agree: in the kind of error,
    /// or in the type of the result, labels, times and values.
    static List<String> differences(Answer expected, Answer actual) {
        if (!Objects.equals(expected.error(), actual.error())
                || !expected.type().equals(actual.type())) {
            return List.of("expected %s but was %s".formatted(brief(expected), brief(actual)));
        }
        List<String> differences = new ArrayList<>();
        Set<Map<String, String>> keys = new LinkedHashSet<>(expected.series().keySet());
        keys.addAll(actual.series().keySet());
        for (Map<String, String> key : keys) {
            Map<Double, Double> e = expected.series().getOrDefault(key, Map.of());
            Map<Double, Double> a = actual.series().getOrDefault(key, Map.of());
            differences(e, a).stream().map(words -> key + " at " + words).forEach(differences::add);
        }
        return differences;
    }

    private static String brief(Answer answer) {
        return answer.failed()
                ? answer.text()
                : "a %s of %d points".formatted(answer.type(), answer.points());
    }

    private static boolean close(double expected, double actual) {
        // Equal infinities, and NaN with NaN.
        if (Double.compare(expected, actual) == 0 || expected == actual) {
            return true;
        }
        double size = Math.max(Math.abs(expected), Math.abs(actual));
        return Double.isFinite(size) && Math.abs(expected - actual) <= RELATIVE * size;
    }
}
