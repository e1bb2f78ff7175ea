package io.narthex.benchmarks;

import io.narthex.promql.window.RangeFunctions;
import io.narthex.promql.window.WindowFunction;
import io.narthex.promql.window.WindowGrid;
import io.narthex.promql.window.WindowPlan;
import io.narthex.promql.window.Windows;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// The `rate` kernel on decoded samples, per step: with a window plan that an earlier series has
/// made already, and with one made anew.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH fills the fields
public class KernelBenchmark {
    private static final int STEPS = 355;

    private final WindowFunction rate =
            Objects.requireNonNull(RangeFunctions.find("rate")).floats();
    private final WindowGrid grid = new WindowGrid(Counters.firstStep(), 60_000, STEPS, 300_000);
    private final Windows windows = new Windows();
    private final double[] out = new double[STEPS];
    private final long[] present = new long[(STEPS + 63) / 64];
    private long[] times;
    private double[] values;
    private WindowPlan plan;

    /// Makes one series of six hours.
    @Setup
    public void fill() {
        Counters data = Counters.of(1, 1440, 3, 3);
        times = data.timesOf(0);
        values = data.values()[0];
        plan = WindowPlan.of(grid, times, values, times.length);
        windows.tile(grid.start(), grid.step(), new double[0][], () -> {});
    }

    @Benchmark
    @OperationsPerInvocation(STEPS)
    public double plannedWindows() {
        return evaluate(plan);
    }

    @Benchmark
    @OperationsPerInvocation(STEPS)
    public double planMadeAnew() {
        return evaluate(WindowPlan.of(grid, times, values, times.length));
    }

    private double evaluate(WindowPlan with) {
        windows.series(with, values, true);
        Arrays.fill(present, 0);
        rate.evaluate(windows, out, present);
        return out[STEPS - 1];
    }
}
