package io.narthex.benchmarks;

import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.QueryResult;
import io.narthex.tsdb.Tsdb;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/// The panels' query, `sum by (g) (rate(x[5m]))` at 355 steps of a minute over 10,000 counters of
/// six hours: the engine over its store, on one and two threads, beside the window-by-window
/// evaluation over Gorilla chunks. The engine's time is that of the whole query, text to result.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseCompactObjectHeaders"})
@SuppressWarnings("NullAway.Init") // JMH fills the fields
public class RateBenchmark {
    static final String QUERY = "sum by (g) (rate(x[5m]))";
    static final long STEP = 60_000;
    static final int STEPS = 355;
    private static final long RANGE = 300_000;

    @Param({"0", "3"})
    public int jitter;

    @Param("10000")
    public int series;

    private Tsdb tsdb;
    private QueryEngine one;
    private QueryEngine two;
    private StepwiseRate stepwise;

    /// Fills both stores.
    @Setup
    public void fill() {
        Counters data = Counters.of(series, 1440, jitter, 7);
        tsdb = Stores.of(data);
        stepwise = new StepwiseRate(data, 120, RANGE);
        one = new QueryEngine(threads(1));
        two = new QueryEngine(threads(2));
    }

    static EngineOptions threads(int threads) {
        return EngineOptions.DEFAULTS.withThreads(threads);
    }

    /// Ends the engines' threads.
    @TearDown
    public void close() {
        one.close();
        two.close();
        tsdb.close();
    }

    @Benchmark
    public QueryResult engineOneThread() {
        return run(one);
    }

    @Benchmark
    public QueryResult engineTwoThreads() {
        return run(two);
    }

    private QueryResult run(QueryEngine engine) {
        long start = Counters.firstStep();
        return engine.prepare(
                        QueryRequest.range(QUERY, start, start + (STEPS - 1) * STEP, STEP), tsdb)
                .run();
    }

    @Benchmark
    public double[][] windowByWindowOnGorilla() {
        return stepwise.sums(Counters.firstStep(), STEP, STEPS);
    }
}
