package io.narthex.benchmarks;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesSet;
import io.narthex.testkit.ForwardingQuerier;
import io.narthex.testkit.ForwardingSeriesData;
import io.narthex.testkit.ForwardingSeriesSet;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.block.BlockEncoding;
import io.narthex.tsdb.block.BlockMeta;
import io.narthex.tsdb.block.BlockWriter;
import io.narthex.tsdb.block.Ulid;
import io.narthex.tsdb.io.FileStore;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Writing two hours of the head to a block, 20,000 series of 480 samples: chunks as they are, and
/// from a store that shows none, so that all samples are encoded.
///
/// On a machine that is busy with other things [#main] tells more than JMH: both take turns, and
/// meet the same noise.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx2g", "-XX:+UseCompactObjectHeaders"})
@SuppressWarnings("NullAway.Init") // JMH fills the fields
public class CutBenchmark {
    private static final int SERIES = 20_000;

    /// The first block range that begins behind the first sample ends within these.
    private static final int SCRAPES = 910;

    private static final long RANGE = Duration.ofHours(2).toMillis();

    /// How often each way is tried by [#main], and before that to warm up.
    private static final int TURNS = 20;

    private static final int WARM_UP_TURNS = 6;

    private Tsdb tsdb;
    private Path directory;
    private long start;

    /// Fills the store.
    @Setup
    public void fill() {
        Counters data = Counters.of(SERIES, SCRAPES, 0, 11);
        tsdb = Stores.of(data);
        start = (tsdb.minTime() / RANGE + 1) * RANGE;
    }

    /// Makes an empty directory.
    @Setup(Level.Iteration)
    public void makeDirectory() throws IOException {
        directory = Files.createTempDirectory("cut");
    }

    /// Deletes the block.
    @TearDown(Level.Iteration)
    public void delete() throws IOException {
        Stores.delete(directory);
    }

    /// Closes the store.
    @TearDown
    public void close() {
        tsdb.close();
    }

    @Benchmark
    public BlockMeta copied() throws IOException {
        return write(tsdb);
    }

    @Benchmark
    public BlockMeta encoded() throws IOException {
        return write((mint, maxt) -> new Chunkless(tsdb.querier(mint, maxt)));
    }

    /// Prints the fastest turn of both.
    public static void main(String[] args) throws IOException {
        CutBenchmark benchmark = new CutBenchmark();
        benchmark.fill();
        long[][] nanos = new long[2][TURNS];
        for (int turn = -WARM_UP_TURNS; turn < TURNS; turn++) {
            for (int way = 0; way < nanos.length; way++) {
                benchmark.makeDirectory();
                long begin = System.nanoTime();
                BlockMeta unused = way == 0 ? benchmark.copied() : benchmark.encoded();
                nanos[way][Math.max(0, turn)] = System.nanoTime() - begin;
                benchmark.delete();
            }
        }
        benchmark.close();
        for (long[] some : nanos) {
            Arrays.sort(some);
        }
        System.out.printf(
                Locale.ROOT,
                "copied %.0f ms, encoded %.0f ms%n",
                nanos[0][0] / 1e6,
                nanos[1][0] / 1e6);
    }

    private BlockMeta write(Queryable from) throws IOException {
        Ulid ulid = Ulid.random(start);
        BlockMeta meta =
                new BlockWriter(FileStore.local(), directory, BlockEncoding.NATIVE)
                        .write(
                                from,
                                start,
                                start + RANGE,
                                ulid,
                                BlockMeta.Compaction.fromHead(ulid));
        if (meta == null || meta.stats().samples() != SERIES * 480L) {
            throw new IllegalStateException("written: " + meta);
        }
        return meta;
    }

    /// Shows samples only.
    private static final class Chunkless extends ForwardingQuerier {
        Chunkless(Querier to) {
            super(to);
        }

        @Override
        public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
            return new ForwardingSeriesSet(super.select(hints, matchers)) {
                @Override
                public SeriesCursor cursor() {
                    SeriesCursor to = super.cursor();
                    return i -> new ForwardingSeriesData(to.at(i));
                }
            };
        }
    }
}
