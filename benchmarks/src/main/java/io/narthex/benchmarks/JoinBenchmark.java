package io.narthex.benchmarks;

import io.narthex.model.Appender;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesSet;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;

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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Resolving a selector of 6,000 series of 12 labels, beside 6,000 others, with nothing decoded: in
/// the head alone, and in the head and three blocks of two hours, where a tenth of the series is
/// another one in each. Medians of samples say something on a busy machine too.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseCompactObjectHeaders"})
@SuppressWarnings("NullAway.Init") // JMH fills the fields
public class JoinBenchmark {
    private static final int SERIES = 6_000;
    private static final long RANGE = Duration.ofHours(2).toMillis();
    private static final long INTERVAL = 60_000;
    private static final long START = 1_700_000_000_000L / RANGE * RANGE;
    private static final List<LabelMatcher> SELECTOR =
            List.of(
                    new LabelMatcher(
                            LabelMatcher.Type.EQUAL, Labels.NAME, "http_request_seconds_total"),
                    new LabelMatcher(LabelMatcher.Type.REGEX, "env", "prod.*"));

    @Param({"0", "3"})
    public int blocks;

    private final Path directory = temporary();
    private Tsdb tsdb;
    private long now = START;
    private int comers;

    private static Path temporary() {
        try {
            return Files.createTempDirectory("join");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Fills the store, and lets it write the blocks.
    @Setup
    public void fill() {
        tsdb =
                new Tsdb(
                        TsdbOptions.builder()
                                .maintenanceInterval(Duration.ZERO)
                                .clock(() -> Instant.ofEpochMilli(now))
                                .chunkRange(Duration.ofMillis(RANGE))
                                .maxBlockRange(Duration.ofMillis(RANGE))
                                .directory(directory)
                                .build());
        for (int range = 0; range <= blocks; range++) {
            appendRange(range);
            tsdb.collectGarbage();
        }
        // The last two hours stay in the head, and so does what comes behind them.
        now += INTERVAL;
        if (tsdb.blockStats().blocks() != blocks) {
            throw new IllegalStateException(tsdb.blockStats().toString());
        }
    }

    private void appendRange(int range) {
        long[] refs = new long[2 * SERIES];
        long end = START + (range + 1) * RANGE + (range < blocks ? 0 : RANGE / 2);
        for (; now < end; now += INTERVAL) {
            try (Appender batch = tsdb.appender()) {
                for (int i = 0; i < refs.length; i++) {
                    if (refs[i] == 0) {
                        refs[i] = batch.resolve(labels(i, range));
                    }
                    batch.append(refs[i], now, i + now % 1000);
                }
                batch.commit();
            }
        }
    }

    private static Labels labels(int i, int range) {
        String pod = i % 20 == 0 ? i + "-" + range : String.valueOf(i);
        return Labels.of(
                Labels.NAME,
                i % 2 == 0 ? "http_request_seconds_total" : "other_total",
                "cluster",
                "eu-central-1-" + i % 3,
                "code",
                String.valueOf(200 + i % 7),
                "container",
                "frontend",
                "endpoint",
                "http-metrics",
                "env",
                "production",
                "instance",
                "10.0." + i % 250 + "." + i / 250 + ":8080",
                "job",
                "frontend/http",
                "method",
                i % 4 < 2 ? "GET" : "POST",
                "namespace",
                "team-" + i % 20,
                "pod",
                "frontend-7c9b5c8f9d-" + pod,
                "service",
                "frontend");
    }

    /// Closes the store, and deletes its files.
    @TearDown
    public void close() throws IOException {
        tsdb.close();
        Stores.delete(directory);
    }

    /// Selecting, and having every series' samples at hand.
    @Benchmark
    public long resolve() {
        try (Querier querier = tsdb.querier(START, now)) {
            SeriesSet set = querier.select(SelectHints.range(START, now), SELECTOR);
            SeriesCursor cursor = set.cursor();
            long samples = 0;
            for (int i = 0; i < set.size(); i++) {
                samples += cursor.at(i).count();
            }
            return samples;
        }
    }

    /// Selecting alone.
    @Benchmark
    public int select() {
        try (Querier querier = tsdb.querier(START, now)) {
            return querier.select(SelectHints.range(START, now), SELECTOR).size();
        }
    }

    /// Selecting after a series has come that the selector accepts; appending it counts too.
    @Benchmark
    public int selectAfterOneCame() {
        try (Appender batch = tsdb.appender()) {
            long ref = batch.resolve(labels(0, 1_000 + comers++));
            batch.append(ref, now, 1);
            batch.commit();
        }
        return select();
    }
}
