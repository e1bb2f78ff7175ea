package io.narthex.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.promql.parser.BinaryOp;
import io.narthex.promql.parser.VectorMatching;
import io.narthex.promql.parser.VectorMatching.Cardinality;
import io.narthex.testkit.Seeds;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Joins of sparse random vectors, compared with joining step by step.
class JoinRandomTest {
    private static final long MINUTE = 60_000;

    /// More than two tiles of the smallest size.
    private static final int STEPS = 150;

    private static final int QUERIES = 400;

    /// A value of a series at every step; null where there is none.
    private record Row(Labels labels, @Nullable Double[] values) {}

    private record Query(String text, NaiveJoin join) {}

    @Test
    void joins_ofRandomVectors_equalThoseMadeStepByStep() {
        Seeds.forEach(6, JoinRandomTest::compare);
    }

    private static void compare(long seed) {
        RandomGenerator random = Seeds.random(seed);
        List<Row> left = rows(random, "a", "c");
        List<Row> right = rows(random, "b", "b");
        try (EngineFixture one = engine(TestOptions.experimental(1), left, right);
                EngineFixture two = engine(TestOptions.experimental(2), left, right)) {
            int fine = 0;
            for (int i = 0; i < QUERIES; i++) {
                Query query = query(random);
                String expected = expected(query.join, left, right);
                assertThat(range(one, query.text, 0)).as(query.text).isEqualTo(expected);
                assertThat(range(two, query.text, 0)).as(query.text).isEqualTo(expected);
                assertThat(range(two, query.text, 77)).as(query.text).isEqualTo(expected);
                fine += expected.startsWith("{") || expected.contains("@") ? 1 : 0;
                int step = random.nextInt(STEPS);
                assertThat(instant(one, query.text, step))
                        .as("%s at %s", query.text, step)
                        .isEqualTo(expectedAt(query.join, left, right, step));
            }
            assertThat(fine).as("queries that gave something").isGreaterThan(QUERIES / 10);
        }
    }

    private static List<Row> rows(RandomGenerator random, String name, String otherName) {
        TreeMap<Labels, Row> rows = new TreeMap<>();
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            Labels.Builder labels =
                    new Labels.Builder()
                            .set("__name__", random.nextInt(6) == 0 ? otherName : name)
                            .set("__type__", random.nextInt(6) == 0 ? "gauge" : "")
                            .set("x", "" + random.nextInt(3))
                            .set("y", random.nextInt(3) == 0 ? "" : "" + random.nextInt(3))
                            .set("side", name);
            Labels built = labels.build();
            rows.put(built, new Row(built, values(random)));
        }
        return List.copyOf(rows.values());
    }

    /// A few runs of small numbers, so that two rows seldom meet.
    private static @Nullable Double[] values(RandomGenerator random) {
        @Nullable Double[] values = new @Nullable Double[STEPS];
        int runs = 1 + random.nextInt(3);
        for (int r = 0; r < runs; r++) {
            int from = random.nextInt(STEPS);
            int to = Math.min(STEPS, from + 1 + random.nextInt(random.nextInt(4) == 0 ? STEPS : 9));
            for (int k = from; k < to; k++) {
                values[k] = random.nextInt(20) == 0 ? Double.NaN : random.nextInt(5) - 1.0;
            }
        }
        return values;
    }

    private static EngineFixture engine(EngineOptions options, List<Row> left, List<Row> right) {
        EngineFixture engine = new EngineFixture(options);
        for (List<Row> rows : List.of(left, right)) {
            for (Row row : rows) {
                List<String> values = new ArrayList<>();
                for (Double value : row.values) {
                    values.add(value == null ? "stale" : value.toString());
                }
                engine.load(row.labels, MINUTE, String.join(" ", values));
            }
        }
        return engine;
    }

    private static Query query(RandomGenerator random) {
        List<BinaryOp> ops =
                Arrays.stream(BinaryOp.values())
                        .filter(o -> o != BinaryOp.TRIM_LOWER && o != BinaryOp.TRIM_UPPER)
                        .toList();
        BinaryOp op = ops.get(random.nextInt(ops.size()));
        boolean returnBool = op.isComparison() && random.nextBoolean();
        VectorMatching matching = matching(random, op);
        StringBuilder text = new StringBuilder("{side=\"a\"} ").append(op.symbol());
        text.append(returnBool ? " bool" : "");
        text.append(matching.on() ? " on(" : " ignoring(");
        text.append(String.join(",", matching.labels())).append(')');
        switch (matching.cardinality()) {
            case MANY_TO_ONE -> text.append(" group_left(").append(includes(matching)).append(')');
            case ONE_TO_MANY -> text.append(" group_right(").append(includes(matching)).append(')');
            case ONE_TO_ONE, MANY_TO_MANY -> {}
        }
        if (matching.fillLeft() != null) {
            text.append(" fill_left(").append(matching.fillLeft()).append(')');
        }
        if (matching.fillRight() != null) {
            text.append(" fill_right(").append(matching.fillRight()).append(')');
        }
        text.append(" {side=\"b\"}");
        return new Query(text.toString(), new NaiveJoin(op, matching, returnBool));
    }

    private static String includes(VectorMatching matching) {
        return String.join(",", matching.include());
    }

    private static VectorMatching matching(RandomGenerator random, BinaryOp op) {
        boolean on = random.nextBoolean();
        List<String> labels = new ArrayList<>();
        for (String name : List.of("x", "y", "__name__")) {
            if (random.nextInt(3) != 0 && (name.length() == 1 || random.nextInt(4) == 0)) {
                labels.add(name);
            }
        }
        if (!on) {
            labels.add("side");
        }
        if (op.isSetOperator()) {
            return new VectorMatching(Cardinality.MANY_TO_MANY, labels, on, List.of(), null, null);
        }
        Cardinality cardinality =
                switch (random.nextInt(4)) {
                    case 0 -> Cardinality.MANY_TO_ONE;
                    case 1 -> Cardinality.ONE_TO_MANY;
                    default -> Cardinality.ONE_TO_ONE;
                };
        List<String> include = new ArrayList<>();
        for (String name : List.of("x", "y", "side", "__type__")) {
            boolean may = cardinality != Cardinality.ONE_TO_ONE && !(on && labels.contains(name));
            if (may && random.nextInt(3) == 0) {
                include.add(name);
            }
        }
        Double fillLeft = random.nextInt(4) == 0 ? 3.0 : null;
        Double fillRight = random.nextInt(4) == 0 ? -2.0 : null;
        return new VectorMatching(cardinality, labels, on, include, fillLeft, fillRight);
    }

    private static List<NaiveJoin.Sample> at(List<Row> rows, int step) {
        List<NaiveJoin.Sample> samples = new ArrayList<>();
        for (Row row : rows) {
            Double value = row.values[step];
            if (value != null) {
                samples.add(new NaiveJoin.Sample(row.labels, value));
            }
        }
        return samples;
    }

    private static String expected(NaiveJoin join, List<Row> left, List<Row> right) {
        Map<Labels, StringBuilder> rows = new TreeMap<>();
        for (int k = 0; k < STEPS; k++) {
            try {
                for (NaiveJoin.Sample s : join.join(at(left, k), at(right, k))) {
                    rows.computeIfAbsent(s.labels(), l -> new StringBuilder(l.toString()))
                            .append(' ')
                            .append(s.value())
                            .append('@')
                            .append(k * MINUTE);
                }
            } catch (QueryException e) {
                return String.valueOf(e.getMessage());
            }
        }
        return String.join("\n", rows.values());
    }

    private static String expectedAt(NaiveJoin join, List<Row> left, List<Row> right, int step) {
        StringBuilder out = new StringBuilder();
        try {
            for (NaiveJoin.Sample s : join.join(at(left, step), at(right, step))) {
                out.append(s.labels()).append(' ').append(s.value()).append('\n');
            }
        } catch (QueryException e) {
            return String.valueOf(e.getMessage());
        }
        return out.toString().strip();
    }

    /// @param before so many steps without samples come first, which makes other tiles
    private static String range(EngineFixture engine, String query, int before) {
        try {
            long end = (STEPS - 1) * MINUTE;
            return EngineFixture.text(engine.range(query, -before * MINUTE, end, MINUTE));
        } catch (QueryException e) {
            return kind(e);
        }
    }

    private static String instant(EngineFixture engine, String query, int step) {
        try {
            return EngineFixture.text(engine.instant(query, step * MINUTE));
        } catch (QueryException e) {
            return kind(e);
        }
    }

    /// As much of the message as tells one kind from another.
    private static String kind(QueryException e) {
        for (String kind :
                List.of(
                        "vector cannot contain",
                        "found duplicate series",
                        "multiple matches for labels: many-to-one",
                        "multiple matches for labels: grouping labels")) {
            if (String.valueOf(e.getMessage()).startsWith(kind)) {
                return kind;
            }
        }
        throw e;
    }
}
