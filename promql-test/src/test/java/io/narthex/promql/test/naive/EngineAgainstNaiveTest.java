package io.narthex.promql.test.naive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.narthex.model.Labels;
import io.narthex.model.Queryable;
import io.narthex.promql.EngineFeatures;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.QueryResult;
import io.narthex.promql.Value;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.parser.PromqlParser;
import io.narthex.testkit.Seeds;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// The engine gives what the language's definition gives, for random queries over random data, with
/// any number of threads and any number of steps, that is: of tiles.
@Tag("property")
class EngineAgainstNaiveTest {
    private static final int DATA_SETS = 60;
    private static final int QUERIES = 25;

    private final Map<String, Integer> seen = new HashMap<>();

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "2, true"})
    void randomQueries_giveTheSame(int threads, boolean delayedNameRemoval) {
        try (QueryEngine engine = new QueryEngine(options(threads, delayedNameRemoval))) {
            Seeds.forEach(
                    DATA_SETS,
                    seed -> {
                        RandomGenerator random = Seeds.random(seed);
                        Queryable store = new RandomData(random).store();
                        RandomQueries queries = new RandomQueries(random);
                        for (int i = 0; i < QUERIES; i++) {
                            String query =
                                    i % 10 == 0
                                            ? queries.scalar(2)
                                            : queries.vector(1 + random.nextInt(3));
                            compare(
                                    engine,
                                    store,
                                    query,
                                    request(random, query),
                                    delayedNameRemoval);
                        }
                    });
        }
        if (Long.getLong("narthex.seed") == null) {
            int all = seen.values().stream().mapToInt(Integer::intValue).sum();
            assertThat(seen.getOrDefault("equal", 0)).as("%s", seen).isGreaterThan(all / 3);
            assertThat(seen.getOrDefault("both fail", 0)).as("%s", seen).isPositive();
        }
    }

    @Test
    void threads_changeNoBitAndNoAnnotation() {
        try (QueryEngine one = new QueryEngine(options(1, false));
                QueryEngine three = new QueryEngine(options(3, false))) {
            Seeds.forEach(
                    DATA_SETS,
                    seed -> {
                        RandomGenerator random = Seeds.random(seed);
                        Queryable store = new RandomData(random).store();
                        for (int i = 0; i < QUERIES / 3; i++) {
                            String query = new RandomQueries(random).vector(3);
                            QueryRequest request = request(random, query);
                            assertThat(answer(three, store, request))
                                    .as("%s", request)
                                    .isEqualTo(answer(one, store, request));
                        }
                    });
        }
    }

    /// Everything a query answers, values to the last bit.
    private static String answer(QueryEngine engine, Queryable store, QueryRequest request) {
        try {
            QueryResult result = engine.prepare(request, store).run();
            StringBuilder out = new StringBuilder();
            rows(result.value())
                    .forEach(
                            (labels, points) -> {
                                out.append(labels);
                                points.forEach(
                                        (t, v) ->
                                                out.append(' ')
                                                        .append(t)
                                                        .append('=')
                                                        .append(Double.doubleToRawLongBits(v)));
                            });
            return out.append(result.warnings()).append(result.infos()).toString();
        } catch (QueryException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static EngineOptions options(int threads, boolean delayedNameRemoval) {
        return EngineOptions.DEFAULTS
                .withThreads(threads)
                .withFeatures(EngineFeatures.ALL_SYNTAX.withDelayedNameRemoval(delayedNameRemoval));
    }

    /// One step, a few, or so many that they are cut into tiles.
    private static QueryRequest request(RandomGenerator random, String query) {
        long start = random.nextInt(1_000) * 1_000L;
        int kind = random.nextInt(60);
        int steps =
                kind == 0
                        ? 300 + random.nextInt(400)
                        : kind < 5
                                ? 65 + random.nextInt(120)
                                : kind < 20 ? 1 : 2 + random.nextInt(12);
        long step = 1_000L * (1 + random.nextInt(steps > 20 ? 7 : 90));
        return steps == 1
                ? QueryRequest.instant(query, start)
                : QueryRequest.range(query, start, start + (steps - 1) * step, step);
    }

    private void compare(
            QueryEngine engine,
            Queryable store,
            String query,
            QueryRequest request,
            boolean delayedNameRemoval) {
        Expr expr = PromqlParser.parse(query, ParserOptions.ALL);
        Map<Labels, Map<Long, Double>> expected;
        String failure = null;
        try {
            expected =
                    NaiveEvaluator.evaluate(
                            expr,
                            store,
                            new NaiveEvaluator.Settings(300_000, 60_000, delayedNameRemoval),
                            new NaiveEvaluator.Times(
                                    request.start(), request.end(), request.step()));
        } catch (NaiveException e) {
            expected = Map.of();
            failure = e.getMessage();
        } catch (UnsupportedOperationException e) {
            count("unknown to the oracle");
            return;
        }
        try {
            Value value = engine.prepare(request, store).run().value();
            if (failure != null) {
                fail(request + " should fail: " + failure + "; actual: " + rows(value));
            }
            requireNear(request, expected, rows(value));
            count("equal");
        } catch (QueryException e) {
            failed(request, failure, e);
        }
    }

    private void failed(QueryRequest request, @Nullable String expected, QueryException actual) {
        String message = String.valueOf(actual.getMessage());
        if (message.contains("not supported yet")) {
            count("not supported yet");
        } else if (message.contains(NaiveNames.SAME_LABELS)) {
            // The engine may refuse equal labels even where their samples never meet in time.
            count("same labels");
        } else if (expected == null) {
            throw new AssertionError(request + " should not fail", actual);
        } else {
            count("both fail");
        }
    }

    private void count(String what) {
        seen.merge(what, 1, Integer::sum);
    }

    private static Map<Labels, Map<Long, Double>> rows(Value value) {
        Map<Labels, Map<Long, Double>> rows = new TreeMap<>();
        switch (value) {
            case Value.Scalar s ->
                    rows.put(Labels.empty(), new TreeMap<>(Map.of(s.timestamp(), s.value())));
            case Value.Vector v ->
                    v.samples()
                            .forEach(
                                    s ->
                                            rows.put(
                                                    s.labels(),
                                                    new TreeMap<>(
                                                            Map.of(s.timestamp(), s.value()))));
            case Value.Matrix m -> {
                for (Value.MatrixRow row : m.rows()) {
                    Map<Long, Double> points = new TreeMap<>();
                    for (int i = 0; i < row.size(); i++) {
                        points.put(row.timeAt(i), row.valueAt(i));
                    }
                    rows.put(row.labels(), points);
                }
            }
            case Value.Text t -> throw new AssertionError(t);
        }
        return rows;
    }

    private static void requireNear(
            QueryRequest request,
            Map<Labels, Map<Long, Double>> expected,
            Map<Labels, Map<Long, Double>> actual) {
        assertThat(actual.keySet()).as("series of %s", request).isEqualTo(expected.keySet());
        expected.forEach(
                (labels, points) -> {
                    Map<Long, Double> found = actual.getOrDefault(labels, Map.of());
                    assertThat(found.keySet())
                            .as("times of %s in %s", labels, request)
                            .isEqualTo(points.keySet());
                    points.forEach(
                            (time, value) ->
                                    assertThat(near(value, found.getOrDefault(time, 0.0)))
                                            .as(
                                                    "%s at %s of %s: expected %s, actual %s",
                                                    labels, time, request, value, found.get(time))
                                            .isTrue());
                });
    }

    /// Results may differ in their last digits, and where they cancel out, near zero.
    private static boolean near(double a, double b) {
        return a == b
                || (Double.isNaN(a) && Double.isNaN(b))
                || Math.abs(a - b) <= 1e-9 * Math.max(1, Math.max(Math.abs(a), Math.abs(b)));
    }
}
