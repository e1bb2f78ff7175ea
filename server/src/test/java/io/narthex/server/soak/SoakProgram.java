package io.narthex.server.soak;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult;
import io.narthex.model.Labels;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.Value;
import io.narthex.testkit.ManualClock;
import io.narthex.tsdb.BlockStats;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// A store in a small heap, where time goes by some thousand times as fast: series come and go,
/// blocks are cut, merged and dropped, and queries are asked all the time. Any wrong answer,
/// refused sample or growth of memory ends the program with an error.
final class SoakProgram {
    private static final long T0 = 1_750_003_200_000L;
    private static final long STEP = 15_000;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final Duration RETENTION = Duration.ofHours(1);
    private static final int LASTING = 1_000;
    private static final int PASSING = 300;

    /// Scrapes after which series that pass are other ones.
    private static final int LIFE = 100;

    private static final int COMMITS_PER_QUERY = 20;
    private static final int LOOKS = 20;

    /// Also on a slow machine: some times the retention.
    private static final int COMMITS_BETWEEN_LOOKS = 50;

    /// Live memory may differ by so much from one look to another, caches and classes included.
    private static final double FLAT = 1.25;

    private static final long FLAT_BYTES = 4 << 20;

    private final ManualClock clock = new ManualClock(T0);
    private final Tsdb store;
    private final QueryEngine engine = new QueryEngine(EngineOptions.DEFAULTS);
    private final long[] lasting = new long[LASTING];
    private final long[] passing = new long[PASSING];
    private final List<Long> heap = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean over;
    private volatile long now = T0;
    private volatile long longQueries;
    private long commits;
    private long queries;

    private SoakProgram(Path directory) {
        store =
                new Tsdb(
                        TsdbOptions.builder()
                                .directory(directory)
                                .clock(clock)
                                .chunkRange(Duration.ofMinutes(10))
                                .retention(RETENTION)
                                // Time goes by so fast that a query seems to take hours.
                                .maxQuerierAge(Duration.ofDays(1000))
                                .maintenanceInterval(Duration.ofMillis(200))
                                .build());
    }

    /// @param args directory, seconds
    public static void main(String[] args) throws InterruptedException {
        new SoakProgram(Path.of(args[0])).run(Long.parseLong(args[1]));
    }

    private void run(long seconds) throws InterruptedException {
        Thread reader = Thread.ofPlatform().start(this::readRanges);
        long start = System.nanoTime();
        long slice = TimeUnit.SECONDS.toNanos(seconds) / LOOKS;
        while (heap.size() < LOOKS && failure.get() == null) {
            commit();
            if (commits % COMMITS_PER_QUERY == 0) {
                checkRate();
            }
            int looks = heap.size() + 1;
            if (System.nanoTime() - start >= slice * looks
                    && commits >= (long) COMMITS_BETWEEN_LOOKS * looks) {
                heap.add(liveBytes());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        over = true;
        reader.join();
        BlockStats blocks = store.blockStats();
        long series = store.seriesCount();
        store.close();
        engine.close();
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
        requireFlat();
        require(blocks.failures() == 0 && blocks.cuts() > 0 && blocks.tooOld() > 0, "" + blocks);
        System.out.printf(
                "%d samples appended, %d queries right, %d series came, %d in memory at the end,"
                        + " %d blocks written, %d dropped, live heap %d to %d MB%n",
                commits * (LASTING + PASSING),
                queries + longQueries,
                LASTING + (commits / LIFE + 1) * PASSING,
                series,
                blocks.written(),
                blocks.tooOld(),
                heap.stream().mapToLong(b -> b).min().orElse(0) >> 20,
                heap.stream().mapToLong(b -> b).max().orElse(0) >> 20);
    }

    private void commit() {
        long t = T0 + commits * STEP;
        try (Appender appender = store.appender()) {
            for (int i = 0; i < LASTING; i++) {
                lasting[i] = append(appender, lasting[i], "lasting", i, 0, t);
            }
            for (int i = 0; i < PASSING; i++) {
                long known = commits % LIFE == 0 ? 0 : passing[i];
                passing[i] = append(appender, known, "passing", i, commits / LIFE, t);
            }
            CommitResult result = appender.commit();
            require(result.accepted() == LASTING + PASSING, "" + result);
        }
        clock.set(t);
        now = t;
        commits++;
    }

    private long append(
            Appender appender, long known, String kind, int i, long generation, long t) {
        long ref = known;
        double value = 1e6 + commits * (double) slope(i);
        if (ref == 0 || appender.append(ref, t, value) != AppendStatus.OK) {
            ref =
                    appender.resolve(
                            Labels.of(
                                    Labels.NAME,
                                    "requests_total",
                                    "kind",
                                    kind,
                                    "generation",
                                    String.valueOf(generation),
                                    "path",
                                    "/" + i));
            require(appender.append(ref, t, value) == AppendStatus.OK, "refused");
        }
        return ref;
    }

    private static int slope(int i) {
        return i % 7 + 1;
    }

    /// The newest rate, which needs the head, and, by an offset, blocks.
    private void checkRate() {
        double expected = 0;
        for (int i = 0; i < LASTING; i++) {
            expected += slope(i) * 1000.0 / STEP;
        }
        String rate = "sum(rate(requests_total{kind=\"lasting\"}[5m]%s))";
        checkInstant(rate.formatted(""), Duration.ofMinutes(5), expected);
        checkInstant(rate.formatted(" offset 40m"), Duration.ofMinutes(45), expected);
    }

    private void checkInstant(String query, Duration reach, double expected) {
        if (now - reach.toMillis() <= T0) {
            return;
        }
        Value value = engine.prepare(QueryRequest.instant(query, now), store).run().value();
        double got = ((Value.Vector) value).samples().getFirst().value();
        require(Math.abs(got / expected - 1) < 1e-9, query + ": " + got + ", not " + expected);
        queries++;
    }

    /// Counts every sample of half an hour, over blocks that come and go meanwhile.
    private void readRanges() {
        try {
            while (!over) {
                long end = now;
                if (end - Duration.ofMinutes(50).toMillis() > T0) {
                    readRange(end);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (RuntimeException | AssertionError e) {
            failure.set(e);
        }
    }

    private void readRange(long end) {
        long start = end - Duration.ofMinutes(30).toMillis();
        String query = "sum(count_over_time(requests_total{kind=\"lasting\"}[10m]))";
        QueryRequest request = QueryRequest.range(query, start, end, 60_000);
        Value.Matrix matrix = (Value.Matrix) engine.prepare(request, store).run().value();
        for (int k = 0; k < matrix.rows().getFirst().size(); k++) {
            double got = matrix.rows().getFirst().valueAt(k);
            require(got == LASTING * 40, query + ": " + got + " at step " + k);
        }
        longQueries++;
    }

    private static long liveBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /// From the moment on when retention drops as much as comes.
    private void requireFlat() {
        long settled = 2 * RETENTION.toMillis() / STEP;
        int first = (int) Math.ceilDiv(settled * LOOKS, commits);
        long most = heap.subList(first + 1, LOOKS).stream().mapToLong(b -> b).max().orElseThrow();
        require(most <= heap.get(first) * FLAT + FLAT_BYTES, "live heap, bytes: " + heap);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
