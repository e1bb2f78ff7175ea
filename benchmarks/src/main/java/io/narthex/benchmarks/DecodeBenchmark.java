package io.narthex.benchmarks;

import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.LforChunk;
import io.narthex.tsdb.chunk.LforEncoder;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/// Decoding a chunk of 120 samples, times and values, per sample: LFOR beside Gorilla. Each call
/// takes the next of several chunks; with one it is hot, with many it comes from memory.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH fills the fields
public class DecodeBenchmark {
    private static final int SAMPLES = Chunks.MAX_SAMPLES;

    @Param({"1", "100000"})
    public int chunks;

    private byte[] lfor;
    private int[] lforAt;
    private XorChunk[] xor;
    private final LforChunk reader = new LforChunk();
    private final long[] times = new long[SAMPLES];
    private final double[] values = new double[SAMPLES];
    private int next;

    /// Encodes the chunks.
    @Setup
    public void encode() {
        Counters data = Counters.of(chunks, SAMPLES, 0, 11);
        LforEncoder encoder = new LforEncoder();
        lforAt = new int[chunks];
        xor = new XorChunk[chunks];
        lfor = new byte[chunks * 400 + Chunks.MAX_BYTES + Chunks.SLACK];
        int at = 0;
        for (int i = 0; i < chunks; i++) {
            lforAt[i] = at;
            at += encoder.encode(data.timesOf(i), data.values()[i], SAMPLES, lfor, at);
            xor[i] = XorChunk.encode(data.timesOf(i), data.values()[i], 0, SAMPLES);
        }
    }

    private int nextChunk() {
        // A stride that shares no factor with the number of chunks visits them in no order.
        next = (int) ((next + 7919L) % chunks);
        return next;
    }

    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public double lfor() {
        reader.reset(lfor, lforAt[nextChunk()]);
        reader.times(0, SAMPLES, times, 0);
        reader.values(0, SAMPLES, values, 0);
        return values[SAMPLES - 1] + times[SAMPLES - 1];
    }

    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public double gorilla() {
        XorChunk.Cursor cursor = xor[nextChunk()].cursor();
        int i = 0;
        while (cursor.next()) {
            times[i] = cursor.time();
            values[i++] = cursor.value();
        }
        return values[SAMPLES - 1] + times[SAMPLES - 1];
    }
}
