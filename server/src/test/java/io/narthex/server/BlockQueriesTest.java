package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.model.Queryable;
import io.narthex.model.StaleNaN;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.Value;
import io.narthex.testkit.ListStore;
import io.narthex.testkit.ManualClock;
import io.narthex.testkit.Seeds;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;
import io.narthex.tsdb.io.SyncMode;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Queries over a store whose samples move from memory to blocks, and those to longer ones, give
/// what they give over plain lists: rates, looks back and subqueries that reach across every
/// border.
class BlockQueriesTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final Duration RANGE = Duration.ofMinutes(10);
    private static final double RELATIVE = 1e-9;
    private static final List<String> QUERIES =
            List.of(
                    "m",
                    "rate(m[5m])",
                    "sum by (g) (rate(m[3m]))",
                    "increase(m[25m])",
                    "max_over_time(m[12m])",
                    "count_over_time(m[31m])",
                    "avg_over_time(rate(m[2m])[15m:1m])",
                    "m offset 11m",
                    "absent_over_time(m{n=\"3\"}[4m])",
                    "last_over_time(m[10m])",
                    "changes(m[20m])",
                    "m @ " + (T0 / 1000 + 900));

    @TempDir Path temp;

    @Test
    void answers_acrossTheBordersOfBlocks_areThoseOfLists() {
        Seeds.forEach(3, seed -> run(temp.resolve("s" + seed), Seeds.random(seed)));
    }

    private static TsdbOptions.Builder options(Path directory, ManualClock clock) {
        return TsdbOptions.builder()
                .chunkRange(RANGE)
                .maxBlockRange(RANGE.multipliedBy(3))
                .maintenanceInterval(Duration.ZERO)
                .maxQuerierAge(Duration.ofDays(1))
                .clock(clock)
                .sync(SyncMode.NONE)
                .directory(directory);
    }

    /// Sealing and cutting early moves samples in the middle of chunks and ranges.
    @Test
    void answers_whenMemoryIsFreed_keepEveryBit() {
        RandomGenerator random = Seeds.random(1);
        ManualClock clock = new ManualClock(T0);
        // A page in memory is most of what there is.
        TsdbOptions options = options(temp, clock).maxBytes(285 << 10).build();
        try (Tsdb store = new Tsdb(options);
                QueryEngine engine = new QueryEngine(EngineOptions.DEFAULTS)) {
            for (int minute = 0; minute < 38; minute++) {
                append(random, clock, List.of(store.appender()));
                if (minute == 13) {
                    store.collectGarbage();
                    assertThat(store.blockStats().cuts()).as("cut early").isEqualTo(1);
                }
            }
            long now = clock.millis();
            List<QueryRequest> requests =
                    QUERIES.stream()
                            .map(q -> QueryRequest.range(q, T0, now + 60_000, 13_000))
                            .toList();
            List<Map<String, Map<Long, Double>>> before =
                    requests.stream().map(r -> answer(engine, store, r)).toList();
            long chunks = store.stats().chunksCreated();
            store.collectGarbage();
            assertThat(store.stats().chunksCreated()).as("sealed early").isGreaterThan(chunks);
            assertThat(store.minTime()).isEqualTo(now - RANGE.toMillis() / 2);
            for (int i = 0; i < requests.size(); i++) {
                assertThat(answer(engine, store, requests.get(i)))
                        .as(QUERIES.get(i))
                        .isEqualTo(before.get(i));
            }
        }
    }

    /// Nobody looks at a chunk before somebody asks for it.
    @Test
    void corruptChunk_failsItsQueriesWithFileAndOffset_andNoOthers() throws IOException {
        ManualClock clock = new ManualClock(T0);
        TsdbOptions options = options(temp, clock).build();
        try (Tsdb store = new Tsdb(options)) {
            for (int minute = 0; minute < 30; minute++) {
                append(Seeds.random(minute), clock, List.of(store.appender()));
            }
            store.collectGarbage();
            assertThat(store.blockStats().blocks()).isPositive();
        }
        Path segment;
        try (Stream<Path> files = Files.walk(temp)) {
            segment = files.filter(f -> f.endsWith("chunks/000001")).findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 2] ^= 1;
        Files.write(segment, bytes);
        try (Tsdb store = new Tsdb(options);
                QueryEngine engine = new QueryEngine(EngineOptions.DEFAULTS)) {
            long now = clock.millis();
            assertThatThrownBy(
                            () -> answer(engine, store, QueryRequest.range("m", T0, now, 13_000)))
                    .isInstanceOf(QueryException.Storage.class)
                    .hasMessageMatching(
                            ".*" + Pattern.quote(segment.toString()) + " at [0-9]+: .*checksum.*");
            assertThat(answer(engine, store, QueryRequest.range("m", now - 60_000, now, 13_000)))
                    .isNotEmpty();
        }
    }

    private static void run(Path directory, RandomGenerator random) {
        ManualClock clock = new ManualClock(T0);
        TsdbOptions options = options(directory, clock).build();
        ListStore lists = new ListStore();
        Tsdb store = new Tsdb(options);
        try (QueryEngine engine = new QueryEngine(EngineOptions.DEFAULTS)) {
            for (int round = 0; round < 12; round++) {
                append(random, clock, List.of(store.appender(), lists.appender()));
                for (int minute = 0; minute < 9; minute++) {
                    append(random, clock, List.of(store.appender(), lists.appender()));
                }
                switch (random.nextInt(4)) {
                    case 0 -> {
                        store.close();
                        store = new Tsdb(options);
                    }
                    case 1 -> {
                        // nothing moves
                    }
                    default -> store.collectGarbage();
                }
                compare(engine, store, lists, clock.millis(), random);
            }
            assertThat(store.blockStats().blocks()).isPositive();
        } finally {
            store.close();
        }
    }

    /// A minute of samples, some missing, some stale, some counters reset.
    private static void append(RandomGenerator random, ManualClock clock, List<Appender> to) {
        for (int i = 0; i < 4; i++) {
            clock.advance(Duration.ofSeconds(15));
            for (int n = 0; n < 6; n++) {
                if (random.nextInt(10) == 0) {
                    continue;
                }
                long t = clock.millis();
                double counter = (t - T0) / 1000 % 1700 * (n + 1);
                double v = random.nextInt(40) == 0 ? StaleNaN.VALUE : counter;
                Labels labels = Labels.of(Labels.NAME, "m", "g", "" + n % 2, "n", "" + n);
                to.forEach(a -> a.append(a.resolve(labels), t, v));
            }
        }
        to.forEach(
                a -> {
                    assertThat(a.commit().rejections()).isEmpty();
                    a.close();
                });
    }

    private static void compare(
            QueryEngine engine,
            Queryable store,
            Queryable lists,
            long now,
            RandomGenerator random) {
        for (String query : QUERIES) {
            long start = T0 + random.nextLong(now - T0);
            QueryRequest request =
                    QueryRequest.range(query, start, now + 60_000, 1000 * (7 + random.nextInt(90)));
            same(query, answer(engine, store, request), answer(engine, lists, request));
        }
    }

    private static void same(
            String query, Map<String, Map<Long, Double>> there, Map<String, Map<Long, Double>> as) {
        assertThat(there.keySet()).as(query).isEqualTo(as.keySet());
        as.forEach(
                (labels, points) -> {
                    Map<Long, Double> actual = there.getOrDefault(labels, Map.of());
                    assertThat(actual.keySet()).as(query + labels).isEqualTo(points.keySet());
                    points.forEach(
                            (t, v) ->
                                    assertThat(actual.get(t))
                                            .as("%s%s at %d", query, labels, t)
                                            .isCloseTo(v, Offset.offset(Math.abs(v) * RELATIVE)));
                });
    }

    private static Map<String, Map<Long, Double>> answer(
            QueryEngine engine, Queryable store, QueryRequest request) {
        Value.Matrix matrix = (Value.Matrix) engine.prepare(request, store).run().value();
        Map<String, Map<Long, Double>> rows = new TreeMap<>();
        for (Value.MatrixRow row : matrix.rows()) {
            Map<Long, Double> points = new TreeMap<>();
            for (int i = 0; i < row.size(); i++) {
                points.put(row.timeAt(i), row.valueAt(i));
            }
            rows.put(row.labels().toString(), points);
        }
        return rows;
    }
}
