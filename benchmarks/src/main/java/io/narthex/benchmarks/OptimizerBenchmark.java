package io.narthex.benchmarks;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.QueryResult;
import io.narthex.promql.Value;
import io.narthex.promql.plan.Optimizers;
import io.narthex.tsdb.Tsdb;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// What each optimizer brings: a query that it is for, with all optimizers and with all but this
/// one, over 2,000 counters `x_total` and as many `y_total` of two hours, 57 steps of two minutes.
///
/// Before each query a series comes, so that nothing is known of the selected series from the query
/// before: what depends on labels is worked out in each.
///
/// On a machine that is busy with other things [#main] tells more than JMH: with and without take
/// turns, so that both meet the same noise.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseCompactObjectHeaders"})
@SuppressWarnings("NullAway.Init") // JMH fills the fields
public class OptimizerBenchmark {
    private static final int SERIES = 2_000;
    private static final int SCRAPES = 480;
    private static final int STEPS = 57;
    private static final long STEP = 120_000;

    /// How long [#main] warms up, and measures, each pair.
    private static final long PAIRS_NANOS = 10_000_000_000L;

    @Param({
        "fold-numbers",
        "sort-matchers",
        "propagate-matchers",
        "hoist-step-invariant",
        "share-subtrees",
        "share-ranges",
        "prune-labels"
    })
    public String optimizer;

    private Tsdb tsdb;
    private QueryEngine all;
    private QueryEngine others;
    private String query;
    private long now;
    private int comers;

    /// Prints the ratio of the medians, without to with, of each optimizer.
    ///
    /// @param optimizers their names; none for all
    public static void main(String... optimizers) {
        List<String> names = optimizers.length == 0 ? Optimizers.names() : List.of(optimizers);
        for (String name : names) {
            OptimizerBenchmark benchmark = new OptimizerBenchmark();
            benchmark.optimizer = name;
            benchmark.fill();
            double with = 0;
            double without = 0;
            for (int warm = 0; warm < 2; warm++) {
                List<Long> on = new ArrayList<>();
                List<Long> off = new ArrayList<>();
                long end = System.nanoTime() + PAIRS_NANOS;
                while (System.nanoTime() < end) {
                    on.add(benchmark.timed(benchmark.all));
                    off.add(benchmark.timed(benchmark.others));
                }
                with = median(on);
                without = median(off);
            }
            benchmark.close();
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.2f ms with, %.2f ms without, ratio %.2f%n",
                    name,
                    with,
                    without,
                    without / with);
        }
    }

    private long timed(QueryEngine engine) {
        oneMore();
        long start = System.nanoTime();
        QueryResult result = run(engine);
        long nanos = System.nanoTime() - start;
        if (result.value() instanceof Value.Matrix m && m.rows().isEmpty()) {
            throw new IllegalStateException("nothing answers " + query);
        }
        return nanos;
    }

    private static double median(List<Long> nanos) {
        return nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElseThrow() / 1e6;
    }

    /// Fills the store.
    @Setup
    public void fill() {
        Counters data = twoMetrics(Counters.of(2 * SERIES, SCRAPES, 0, 7));
        tsdb = Stores.of(data);
        now = data.times()[0][SCRAPES - 1];
        EngineOptions options = EngineOptions.DEFAULTS.withThreads(1);
        all = new QueryEngine(options);
        others = new QueryEngine(options.withoutOptimizers(Set.of(optimizer)));
        query = query(optimizer);
    }

    /// Series `i` of the second half has the labels of the first half's, but for the name.
    private static Counters twoMetrics(Counters data) {
        Labels[] labels = data.labels().clone();
        for (int i = 0; i < SERIES; i++) {
            Labels own = labels[i];
            labels[i] = own.with(Labels.NAME, "x_total");
            labels[SERIES + i] = own.with(Labels.NAME, "y_total");
        }
        return new Counters(labels, data.times(), data.values(), data.targets());
    }

    private static String query(String optimizer) {
        return switch (optimizer) {
            case "fold-numbers" -> "sum(x_total * (1024 * 1024 / 8) > (5 - 5))";
            case "sort-matchers" -> "sum(x_total{i=~\"0*1.*7\",g=\"g7\"})";
            case "propagate-matchers" -> "sum(rate(x_total{g=\"g7\"}[5m]) / rate(y_total[5m]))";
            case "hoist-step-invariant" ->
                    "sum(rate(x_total[5m])) / sum(rate(x_total[5m] @ end()))";
            case "share-subtrees" -> "sum(rate(x_total[5m])) / count(rate(x_total[5m]))";
            case "share-ranges" ->
                    "sum(sum_over_time(x_total[5m])) / sum(count_over_time(x_total[5m]))";
            case "prune-labels" ->
                    "sum by (g) (label_replace(x_total, \"host\", \"node-$1\", \"i\", \"0*(.*)\"))";
            default -> throw new IllegalArgumentException("no query for " + optimizer);
        };
    }

    /// Lets a series come.
    @Setup(Level.Invocation)
    public void oneMore() {
        try (Appender appender = tsdb.appender()) {
            long ref = appender.resolve(Labels.of("__name__", "comer", "n", "" + comers++));
            appender.append(ref, now, 1);
            appender.commit();
        }
    }

    /// Ends the engines' threads.
    @TearDown
    public void close() {
        all.close();
        others.close();
        tsdb.close();
    }

    @Benchmark
    public QueryResult with() {
        return run(all);
    }

    @Benchmark
    public QueryResult without() {
        return run(others);
    }

    private QueryResult run(QueryEngine engine) {
        long start = Counters.firstStep();
        return engine.prepare(
                        QueryRequest.range(query, start, start + (STEPS - 1) * STEP, STEP), tsdb)
                .run();
    }
}
