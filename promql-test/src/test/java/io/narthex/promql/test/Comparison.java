package io.narthex.promql.test;

import io.narthex.model.Labels;
import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.EngineFeatures;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryResult;
import io.narthex.promql.Value;
import io.narthex.promql.plan.Optimizers;
import io.narthex.promql.test.naive.NaiveEvaluator;
import io.narthex.promql.test.naive.NaiveEvaluator.Note;
import io.narthex.promql.test.naive.NaiveException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Asks the engine and the naive evaluator the same.
///
/// Thread safety: for one thread.
final class Comparison implements AutoCloseable {
    private static final String MIXED_GROUP = "mix of histograms and floats for aggregation";
    /// Of what is told about the pairs of a join at one step, only the last is told.
    private static final String OF_PAIRS =
            ".*(for binary operator|during histogram (addition|subtraction)|during"
                    + " (addition|subtraction)).*";

    private static final String MIXED_KINDS = "custom buckets schemas for";
    private static final String RECONCILED = "custom buckets were reconciled during aggregation";

    private final Map<EngineOptions, QueryEngine> engines = new HashMap<>();

    /// How often which outcome was seen: equal rows, equal errors, none at all, not judged.
    final Map<String, Integer> seen = new TreeMap<>();

    @Override
    public void close() {
        engines.values().forEach(QueryEngine::close);
    }

    private QueryEngine engine(RandomCase asked) {
        EngineFeatures features =
                EngineFeatures.ALL_SYNTAX
                        .withDelayedNameRemoval(asked.settings().delayedNames())
                        .withStartTimestamps(asked.settings().startTimestamps());
        List<String> disabled = asked.optimized() ? List.of() : Optimizers.names();
        return engines.computeIfAbsent(
                EngineOptions.DEFAULTS
                        .withThreads(asked.threads())
                        .withFeatures(features)
                        .withoutOptimizers(Set.copyOf(disabled)),
                QueryEngine::new);
    }

    /// What differs, or null.
    @Nullable String difference(RandomCase asked) {
        NaiveEvaluator.Result expected = null;
        NaiveException failure = null;
        try {
            expected = NaiveEvaluator.evaluate(asked.query(), asked.store(), asked.settings());
        } catch (NaiveException e) {
            failure = e;
        } catch (UnsupportedOperationException e) {
            count("not judged");
            return null;
        }
        QueryResult actual;
        try {
            actual = engine(asked).prepare(asked.request(), asked.store()).run();
        } catch (QueryException e) {
            String message = String.valueOf(e.getMessage());
            if (failure == null) {
                return "the engine fails: " + message;
            }
            count("both fail");
            return failure.matches(message)
                    ? null
                    : "the engine fails: " + message + "\nand should fail: " + failure;
        }
        if (expected == null) {
            return "the engine should fail: " + failure;
        }
        Map<Labels, Map<Long, Object>> rows = rows(actual.value());
        count(rows.isEmpty() ? "both empty" : "equal");
        String difference = ofRows(expected.rows(), rows);
        return difference == null ? ofNotes(expected, actual) : difference;
    }

    private void count(String outcome) {
        seen.merge(outcome, 1, Integer::sum);
    }

    private static Map<Labels, Map<Long, Object>> rows(Value value) {
        Map<Labels, Map<Long, Object>> rows = new TreeMap<>();
        switch (value) {
            case Value.Scalar(long time, double v) -> put(rows, Labels.empty(), time, v, null);
            case Value.Vector(var samples) ->
                    samples.forEach(
                            s -> put(rows, s.labels(), s.timestamp(), s.value(), s.histogram()));
            case Value.Matrix(var matrix) -> {
                for (Value.MatrixRow row : matrix) {
                    for (int i = 0; i < row.size(); i++) {
                        put(rows, row.labels(), row.timeAt(i), row.valueAt(i), row.histogramAt(i));
                    }
                }
            }
            case Value.Text t -> throw new AssertionError(t);
        }
        return rows;
    }

    private static void put(
            Map<Labels, Map<Long, Object>> rows,
            Labels labels,
            long time,
            double value,
            @Nullable FloatHistogram histogram) {
        rows.computeIfAbsent(labels, _ -> new TreeMap<>())
                .put(time, histogram == null ? (Object) value : histogram);
    }

    private static @Nullable String ofRows(
            Map<Labels, Map<Long, Object>> expected, Map<Labels, Map<Long, Object>> actual) {
        if (!expected.keySet().equals(actual.keySet())) {
            return "series expected: " + expected.keySet() + "\nseries actual: " + actual.keySet();
        }
        for (Map.Entry<Labels, Map<Long, Object>> row : expected.entrySet()) {
            Map<Long, Object> found = actual.getOrDefault(row.getKey(), Map.of());
            if (!row.getValue().keySet().equals(found.keySet())) {
                return "times of %s expected: %s\nactual: %s"
                        .formatted(row.getKey(), row.getValue(), found);
            }
            for (Map.Entry<Long, Object> sample : row.getValue().entrySet()) {
                Object value = found.get(sample.getKey());
                if (!same(sample.getValue(), value)) {
                    return "%s at %d expected: %s\nactual: %s"
                            .formatted(row.getKey(), sample.getKey(), sample.getValue(), value);
                }
            }
        }
        return null;
    }

    private static boolean same(Object expected, @Nullable Object actual) {
        if (expected instanceof Double a && actual instanceof Double b) {
            return near(a, b);
        }
        if (expected instanceof FloatHistogram a && actual instanceof FloatHistogram b) {
            return sameHistogram(a.compact(), b.compact());
        }
        return false;
    }

    private static boolean sameHistogram(FloatHistogram a, FloatHistogram b) {
        return a.schema() == b.schema()
                && a.zeroThreshold() == b.zeroThreshold()
                && Arrays.equals(a.bounds(), b.bounds())
                && near(a.count(), b.count())
                && near(a.sum(), b.sum())
                && near(a.zeroCount(), b.zeroCount())
                && sameBuckets(a.positive(), b.positive())
                && sameBuckets(a.negative(), b.negative());
    }

    /// Where counts cancel out, a bucket may be empty or nearly so.
    private static boolean sameBuckets(Buckets a, Buckets b) {
        Map<Integer, Double> rest = new TreeMap<>();
        for (int i = 0; i < a.size(); i++) {
            rest.merge(a.index(i), a.count(i), Double::sum);
        }
        for (int i = 0; i < b.size(); i++) {
            double count = b.count(i);
            if (!near(rest.getOrDefault(b.index(i), 0.0), count)) {
                return false;
            }
            rest.remove(b.index(i));
        }
        return rest.values().stream().allMatch(v -> near(v, 0));
    }

    /// Results may differ in their last digits, and where they cancel out, near zero.
    private static boolean near(double a, double b) {
        return a == b
                || (Double.isNaN(a) && Double.isNaN(b))
                || Math.abs(a - b) <= 1e-9 * Math.max(1, Math.max(Math.abs(a), Math.abs(b)));
    }

    /// The naive evaluator tells how annotations begin and end, and not how often something
    /// happened, in which case the place is that of the first only.
    private static @Nullable String ofNotes(NaiveEvaluator.Result expected, QueryResult actual) {
        List<String> texts = new ArrayList<>();
        actual.warnings().forEach(w -> texts.add(normal(w)));
        actual.infos().forEach(i -> texts.add(normal(i)));
        if (expected.notes().stream().anyMatch(n -> n.end().contains(MIXED_GROUP))
                && texts.stream().anyMatch(Comparison::isOfMixedGroup)) {
            texts.removeIf(Comparison::isOfMixedGroup);
            expected.notes().removeIf(n -> isOfMixedGroup(n.end()));
        }
        boolean allExpected =
                texts.stream().allMatch(t -> expected.notes().stream().anyMatch(n -> fits(n, t)));
        boolean allFound =
                expected.notes().stream()
                        .filter(n -> !n.end().matches(OF_PAIRS))
                        .allMatch(n -> texts.stream().anyMatch(t -> fitsSomewhere(n, t)));
        return allExpected && allFound
                ? null
                : "annotations expected: " + expected.notes() + "\nannotations actual: " + texts;
    }

    /// Where floats and histograms meet in a group, either that is told or what was wrong with the
    /// histograms before the first float came: in Prometheus too this depends on the order of
    /// series, which have none.
    private static boolean isOfMixedGroup(String text) {
        return text.contains(MIXED_GROUP)
                || text.contains(MIXED_KINDS)
                || text.contains(RECONCILED);
    }

    private static boolean fits(Note note, String text) {
        return text.startsWith(note.begin()) && text.endsWith(normal(note.end()));
    }

    /// A text appears once, at one of its places; of bad parameters only the worst is told.
    private static boolean fitsSomewhere(Note note, String text) {
        String place = "(, got .*)? \\(\\d+:\\d+\\)$";
        String end = normal(note.end()).replaceFirst(place, "");
        return text.startsWith(note.begin()) && text.replaceFirst(place, "").endsWith(end);
    }

    private static String normal(String text) {
        String placeless = text.replaceFirst(" \\(\\d+:\\d+\\)$", "");
        if (text.contains("#histogram_quantile)")) {
            return placeless.replaceFirst(", from buckets .*", "");
        }
        return text.contains("overlaps with previous")
                ? placeless.replaceFirst(" \\(\\d+ occurrences\\)", "")
                : text;
    }
}
