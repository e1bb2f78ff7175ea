package io.narthex.promql.test.fuzz;

import static io.narthex.promql.test.fuzz.Pieces.pick;

import io.narthex.promql.QueryRequest;
import io.narthex.testkit.Seeds;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// One input: a query and when to evaluate it. As a line of text it can be kept in a file.
///
/// @param start epoch milliseconds
/// @param end epoch milliseconds
/// @param step milliseconds; 0 for an instant query
/// @param lookback milliseconds
record FuzzCase(String query, long start, long end, long step, long lookback) {
    /// The oldest and the newest time that the HTTP API takes.
    static final long OLDEST = (Long.MIN_VALUE / 1000 + 62_135_596_801L) * 1000;

    static final long NEWEST = (Long.MAX_VALUE / 1000 - 62_135_596_801L) * 1000 + 999;

    private static final List<Long> TIMES =
            List.of(0L, 1L, -1L, 600_000L, 1_200_000L, OLDEST, OLDEST + 1, NEWEST, NEWEST - 1_000);
    private static final List<Long> LOOKBACKS = List.of(1L, 300_000L, 31_536_000_000L);

    /// Most cases lie where the data are, some at the ends of time.
    static FuzzCase of(String query, long number) {
        RandomGenerator random = Seeds.random(~number);
        long time = random.nextInt(6) > 0 ? random.nextInt(1_300) * 1_000L : pick(random, TIMES);
        long lookback = random.nextInt(6) > 0 ? 300_000 : pick(random, LOOKBACKS);
        if (random.nextInt(3) > 0) {
            return new FuzzCase(query, time, time, 0, lookback);
        }
        long step = random.nextInt(6) > 0 ? 15_000 : 1L << random.nextInt(62);
        // The API answers at most 11,001 points.
        long steps = random.nextInt(10) > 0 ? random.nextInt(300) : random.nextInt(11_001);
        long room = NEWEST - Math.max(0, time);
        long length = steps > room / step ? room : steps * step;
        return new FuzzCase(query, time, time + length, step, lookback);
    }

    QueryRequest request() {
        return new QueryRequest(query, start, end, step, null, Duration.ofMillis(lookback));
    }

    /// The case as one line of ASCII.
    String line() {
        StringBuilder out = new StringBuilder();
        out.append(start).append(' ').append(end).append(' ');
        out.append(step).append(' ').append(lookback).append(' ');
        for (char c : query.toCharArray()) {
            if (c == '\\' || c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /// The case of a [#line].
    static FuzzCase parse(String line) {
        String[] parts = line.split(" ", 5);
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < parts[4].length(); i++) {
            char c = parts[4].charAt(i);
            if (c == '\\') {
                query.append((char) Integer.parseInt(parts[4].substring(i + 2, i + 6), 16));
                i += 5;
            } else {
                query.append(c);
            }
        }
        return new FuzzCase(
                query.toString(),
                Long.parseLong(parts[0]),
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                Long.parseLong(parts[3]));
    }
}
