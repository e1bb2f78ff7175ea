package io.narthex.promql.test.naive.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Queryable;
import io.narthex.promql.EngineFeatures;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.Explanation;
import io.narthex.promql.Query;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.QueryResult;
import io.narthex.promql.Value;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.plan.Optimizers;
import io.narthex.testkit.ReliabilityRecord;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Random queries give the same with all optimizers, without any single one, and without all; with
/// one thread and with several; with long tiles and with short ones: the same bits, labels, order,
/// annotations and errors.
///
/// `-Dnarthex.random.queries=N` asks for N queries, `-Dnarthex.seed=N` for one seed's.
@Tag("property")
class OptimizersChangeNothingTest {
    private static final String ALL = "all optimizers, 1 thread";
    private static final int QUERIES_PER_SEED = 20;

    /// Holds a tile of the few rows that there are, but none that is long. Where even that is too
    /// much, which depends on how many tiles run at a time, the answer is not compared.
    private static final long LITTLE = 300L << 10;

    /// What makes more of the plans worth a rewrite.
    private static final List<String> FRAMES =
            List.of(
                    "(%s) * (2 - 0.5)",
                    "(%s) - (%s)",
                    "(%s) and b{g=\"x\"}",
                    "(%s) + max_over_time(%r) - min_over_time(%r)",
                    "sum by (g) (rate(%r)) / (count by (g) (resets(%r)) + sum by (g) (delta(%r)))",
                    "sum by (g) (%s) / count by (g) (%s)",
                    "max by (g) (%s) / (max by (g) (%s) + sum by (g) (unique{g=\"x\"}))",
                    "b{g=\"x\"} * on (g) group_left max by (g) (%s)",
                    "sum by (g) (label_replace(%s, \"r\", \"$1\", \"n\", \"(.*)\"))",
                    "sum by (g) ((%s) * on (n) group_left (g) max by (g, n) (unique))",
                    "sum by (g) ((%s) * on (g, n) group_left (v) label_replace(unique, \"v\","
                            + " \"$1\", \"g\", \"(.)\"))",
                    "count without (n) ((%s) + on (g) group_left (n) max by (g, n) (b))",
                    "avg by (g) (label_replace(%s, \"n\", \"$1\", \"g\", \"(x|y)\"))",
                    "max without (j) (label_join(%s, \"j\", \"-\", \"g\", \"n\"))",
                    "count(label_replace(label_replace(%s, \"r\", \"$1\", \"n\", \"(.*)\"),"
                            + " \"n\", \"$1\", \"g\", \"(.*)\"))",
                    "quantile by (__name__) (0.5, label_replace(%s, \"g\", \"\", \"\", \"\"))");

    private final Map<String, QueryEngine> engines = new LinkedHashMap<>();

    @AfterEach
    void close() {
        engines.values().forEach(QueryEngine::close);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void randomQueries_answerTheSame(boolean delayedNameRemoval) {
        int queries = Integer.getInteger("narthex.random.queries", 600) / 2;
        Set<String> all = Set.copyOf(Optimizers.names());
        start("no optimizers, 1 thread", 1, all, false, delayedNameRemoval);
        start(ALL, 1, Set.of(), false, delayedNameRemoval);
        start("all optimizers, 3 threads", 3, Set.of(), false, delayedNameRemoval);
        start("all optimizers, short tiles", 2, Set.of(), true, delayedNameRemoval);
        start("no optimizers, short tiles", 2, all, true, delayedNameRemoval);
        for (String name : Optimizers.names()) {
            start("without " + name, 2, Set.of(name), false, delayedNameRemoval);
        }
        int[] answered = new int[1];
        Map<String, Integer> rewritten = new TreeMap<>();
        Seeds.forEach(
                Math.max(1, queries / QUERIES_PER_SEED),
                seed -> {
                    RandomGenerator random = Seeds.random(seed);
                    Queryable store = new RandomData(random).store();
                    RandomQueries made = new RandomQueries(random);
                    for (int i = 0; i < QUERIES_PER_SEED; i++) {
                        QueryRequest request = request(random, query(random, made));
                        answered[0] += compare(store, request) ? 1 : 0;
                        count(store, request, rewritten);
                    }
                });
        if (Long.getLong("narthex.seed") == null) {
            assertThat(answered[0]).as("queries that do not fail").isGreaterThan(queries / 2);
            assertThat(rewritten.keySet()).containsExactlyInAnyOrderElementsOf(all);
            record(delayedNameRemoval, queries, answered[0]);
        }
    }

    private static void record(boolean delayedNameRemoval, int queries, int answered) {
        ReliabilityRecord.put(
                "queries with and without each optimizer"
                        + (delayedNameRemoval ? ", names dropped at the end" : ""),
                "mvn -pl promql-test -am test -Dtest=OptimizersChangeNothingTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dnarthex.random.queries="
                        + 2 * queries,
                0,
                queries,
                "the same bits, order, annotations and errors; " + answered + " did not fail");
    }

    private static String query(RandomGenerator random, RandomQueries queries) {
        String frame = random.nextBoolean() ? "%s" : FRAMES.get(random.nextInt(FRAMES.size()));
        return frame.replace("%s", queries.vector(1 + random.nextInt(4)))
                .replace("%r", queries.range(random.nextInt(2)));
    }

    /// Counts the plans that each optimizer changes, as a test of plans that stay is none.
    private void count(Queryable store, QueryRequest request, Map<String, Integer> into) {
        try {
            Query query = engine(ALL).prepare(request, store);
            for (Explanation.Rewrite rewrite : query.explain(false).rewrites()) {
                if (rewrite.after() != null) {
                    into.merge(rewrite.optimizer(), 1, Integer::sum);
                }
            }
        } catch (QueryException _) {
            // It fails in all ways, see above.
        }
    }

    private QueryEngine engine(String name) {
        return Objects.requireNonNull(engines.get(name));
    }

    private void start(
            String name, int threads, Set<String> disabled, boolean little, boolean delayed) {
        EngineOptions d = EngineOptions.DEFAULTS;
        EngineFeatures features =
                d.features().withDelayedNameRemoval(delayed).withParser(ParserOptions.ALL);
        engines.put(
                name,
                new QueryEngine(
                        new EngineOptions(
                                d.lookback(),
                                d.timeout(),
                                d.maxSamples(),
                                little ? LITTLE : d.maxBytes(),
                                d.maxConcurrent(),
                                threads,
                                d.subqueryStep(),
                                features,
                                disabled)));
    }

    /// @return whether there is a result
    private boolean compare(Queryable store, QueryRequest request) {
        String expected = null;
        for (Map.Entry<String, QueryEngine> engine : engines.entrySet()) {
            String actual = answer(engine.getValue(), store, request);
            if (expected == null) {
                expected = actual;
            }
            if (!(engine.getKey().endsWith("short tiles") && isOutOfBytes(actual))) {
                assertThat(actual).as("%s: %s", engine.getKey(), request).isEqualTo(expected);
            }
        }
        return expected != null && !expected.startsWith("failed");
    }

    private static boolean isOutOfBytes(String answer) {
        return answer.startsWith("failed: TooManySamples: query processing would hold more than");
    }

    /// One step, a few, or so many that they are cut into tiles, mostly of odd lengths.
    private static QueryRequest request(RandomGenerator random, String query) {
        long start = random.nextInt(1_000) * 1_000L;
        int kind = random.nextInt(40);
        int steps =
                kind == 0
                        ? 257 + random.nextInt(300)
                        : kind < 8
                                ? 65 + random.nextInt(90)
                                : kind < 16 ? 1 : 2 + random.nextInt(12);
        long step = 1_000L * (1 + random.nextInt(steps > 20 ? 7 : 90));
        return steps == 1
                ? QueryRequest.instant(query, start)
                : QueryRequest.range(query, start, start + (steps - 1) * step, step);
    }

    private static String answer(QueryEngine engine, Queryable store, QueryRequest request) {
        try {
            QueryResult result = engine.prepare(request, store).run();
            StringBuilder out = new StringBuilder();
            switch (result.value()) {
                case Value.Scalar s -> add(out, s.timestamp(), s.value());
                case Value.Text t -> out.append(t.value());
                case Value.Vector v ->
                        v.samples()
                                .forEach(
                                        s -> {
                                            out.append('\n').append(s.labels());
                                            add(out, s.timestamp(), s.value());
                                            out.append(s.histogram());
                                        });
                case Value.Matrix m -> m.rows().forEach(row -> add(out, row));
            }
            return out.append('\n').append(result.warnings()).append(result.infos()).toString();
        } catch (QueryException e) {
            return "failed: " + e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }

    private static void add(StringBuilder out, Value.MatrixRow row) {
        out.append('\n').append(row.labels());
        for (int i = 0; i < row.size(); i++) {
            add(out, row.timeAt(i), row.valueAt(i));
            out.append(row.histogramAt(i));
        }
    }

    /// All bits but a NaN's: which of them comes out is up to the processor's instruction that the
    /// virtual machine happened to compile.
    private static void add(StringBuilder out, long time, double value) {
        out.append(' ').append(time).append('=');
        out.append(Long.toHexString(Double.doubleToLongBits(value)));
    }
}
