package io.narthex.benchmarks;

import io.narthex.remote.RemoteWriteOptions;
import io.narthex.remote.RemoteWriteOutcome;
import io.narthex.remote.RemoteWriteReceiver;
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
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Remote write, from the compressed request to the log and the sealed chunk, per sample: 240
/// samples of each of 4,000 series, whose series are known after the first requests. The baseline
/// appends the same samples to the same kind of store, scrape by scrape, by references it has.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8)
@Measurement(iterations = 8)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-Xmx1g",
            "-XX:+UseCompactObjectHeaders",
            "--sun-misc-unsafe-memory-access=allow"
        })
@SuppressWarnings("NullAway.Init") // JMH fills the fields
public class RemoteWriteBenchmark {
    private static final int SERIES = 4000;
    private static final int SCRAPES = 240;
    private static final int SAMPLES_PER_REQUEST = 2000;

    /// Samples of each series in a request: one as they come, or what waited for a while.
    @Param({"1", "40"})
    public int perSeries;

    private final Counters data = Counters.of(SERIES, SCRAPES, 0, 5);
    private List<byte[]> requests;
    private Tsdb tsdb;
    private RemoteWriteReceiver receiver;
    private Path directory;

    /// Encodes the requests.
    @Setup
    public void encode() {
        requests = WriteRequests.of(data, perSeries, SAMPLES_PER_REQUEST / perSeries);
    }

    /// Opens an empty store.
    @Setup(Level.Iteration)
    public void open() throws IOException {
        directory = Files.createTempDirectory("remote-write");
        tsdb = Stores.empty(data, directory);
        Instant end = Instant.ofEpochMilli(data.times()[0][SCRAPES - 1]);
        receiver = new RemoteWriteReceiver(tsdb, RemoteWriteOptions.DEFAULTS, () -> end);
    }

    /// Closes the store, and deletes its files.
    @TearDown(Level.Iteration)
    public void close() throws IOException {
        tsdb.close();
        Stores.delete(directory);
    }

    @Benchmark
    @OperationsPerInvocation(SERIES * SCRAPES)
    public long received() {
        for (byte[] request : requests) {
            RemoteWriteOutcome outcome = receiver.receive(null, null, request);
            if (outcome.status() != 204) {
                throw new IllegalStateException(outcome.text());
            }
        }
        return tsdb.seriesCount();
    }

    @Benchmark
    @OperationsPerInvocation(SERIES * SCRAPES)
    public long appended() {
        long[] refs = new long[SERIES];
        for (int k = 0; k < SCRAPES; k++) {
            Stores.append(tsdb, data, refs, k);
        }
        return tsdb.seriesCount();
    }
}
