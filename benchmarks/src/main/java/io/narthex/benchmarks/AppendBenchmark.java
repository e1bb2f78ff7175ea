package io.narthex.benchmarks;

import io.narthex.tsdb.Tsdb;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Appending to the store, committing and sealing, per sample: 240 scrapes of 2,000 series, so that
/// each series seals two chunks.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 10)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseCompactObjectHeaders"})
@SuppressWarnings("NullAway.Init") // JMH fills the fields
public class AppendBenchmark {
    private static final int SERIES = 2000;
    private static final int SCRAPES = 240;

    /// Where samples are kept: in memory only, or in a directory too, with a log.
    @Param({"memory", "directory"})
    public String where;

    private final Counters data = Counters.of(SERIES, SCRAPES, 0, 5);
    private Tsdb tsdb;
    private Path directory;

    /// Opens an empty store.
    @Setup(Level.Iteration)
    public void open() throws IOException {
        directory = Files.createTempDirectory("append");
        tsdb = Stores.empty(data, where.equals("memory") ? null : directory);
    }

    /// Closes the store, and deletes its files.
    @TearDown(Level.Iteration)
    public void close() throws IOException {
        tsdb.close();
        Stores.delete(directory);
    }

    @Benchmark
    @OperationsPerInvocation(SERIES * SCRAPES)
    public long appendAndSeal() {
        long[] refs = new long[SERIES];
        for (int k = 0; k < SCRAPES; k++) {
            Stores.append(tsdb, data, refs, k);
        }
        return tsdb.seriesCount();
    }
}
