package io.narthex.promql.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.EngineFeatures;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryResult;
import io.narthex.promql.Value;
import io.narthex.testkit.ReliabilityRecord;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The engine gives what the language's definition gives, for random queries over random data, with
/// any number of threads, with and without optimizers, and with any number of steps, that is: of
/// tiles.
///
/// `-Dnarthex.random.queries=N` asks N queries, `-Dnarthex.random.seed=N` others. What differs is
/// written to `target/differences`; such files go to the corpus when they are understood.
@Tag("property")
class EngineAgainstNaiveTest {
    private static final int QUERIES = Integer.getInteger("narthex.random.queries", 5_000);
    private static final long SEED = Long.getLong("narthex.random.seed", 1);

    /// Queries over the same data.
    private static final int PER_DATA = 20;

    @Test
    void randomQueries_giveTheSame() {
        System.out.println("random queries: seed " + SEED + ", " + QUERIES + " queries");
        try (Comparison comparison = new Comparison()) {
            for (int asked = 0; asked < QUERIES; asked += PER_DATA) {
                long seed = (SEED << 32) + asked / PER_DATA;
                int count = Math.min(PER_DATA, QUERIES - asked);
                for (RandomCase random : RandomCase.some(Seeds.random(seed), count)) {
                    require(comparison, random, asked);
                }
            }
            String seen = comparison.seen.toString();
            System.out.println("random queries: " + seen);
            assertThat(comparison.seen.getOrDefault("equal", 0))
                    .as(seen)
                    .isGreaterThan(QUERIES / 3);
            assertThat(comparison.seen.getOrDefault("not judged", 0))
                    .as(seen)
                    .isLessThan(1 + QUERIES / 20);
            ReliabilityRecord.put(
                    "engine against naive evaluator",
                    "mvn -pl promql-test -am test -Dtest=EngineAgainstNaiveTest"
                            + " -Dsurefire.failIfNoSpecifiedTests=false -Dnarthex.random.seed="
                            + SEED
                            + " -Dnarthex.random.queries="
                            + QUERIES,
                    SEED,
                    QUERIES,
                    "0 differences; " + seen.replaceAll("[{}]", "").replace("=", " "));
        }
    }

    private static void require(Comparison comparison, RandomCase random, int asked) {
        String difference = comparison.difference(random);
        if (difference == null) {
            return;
        }
        Shrinking shrinking = new Shrinking(smaller -> comparison.difference(smaller) != null);
        RandomCase small = shrinking.smallest(random);
        Path file = Path.of("target", "differences", SEED + "-" + asked + ".test");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, small.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError(
                "%s%nwith -Dnarthex.random.seed=%d, of %s%nand, written to %s, of%n%s"
                        .formatted(difference, SEED, random.query(), file, small));
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void corpus_whatDifferedOnce_isTheSame(Path file) throws IOException {
        try (Comparison comparison = new Comparison()) {
            RandomCase once = RandomCase.parse(Files.readString(file));
            assertThat(comparison.difference(once)).as(once.query()).isNull();
            assertThat(RandomCase.parse(once.toString()).toString()).isEqualTo(once.toString());
        }
    }

    static List<Path> corpus() throws IOException, URISyntaxException {
        var folder = EngineAgainstNaiveTest.class.getResource("corpus");
        try (Stream<Path> files = Files.list(Path.of(Objects.requireNonNull(folder).toURI()))) {
            return files.sorted().toList();
        }
    }

    @Test
    void threads_changeNoBitAndNoAnnotation() {
        EngineOptions options =
                EngineOptions.DEFAULTS.withFeatures(
                        EngineFeatures.ALL_SYNTAX.withStartTimestamps(true));
        try (QueryEngine one = new QueryEngine(options.withThreads(1));
                QueryEngine three = new QueryEngine(options.withThreads(3))) {
            Seeds.forEach(
                    100,
                    seed -> {
                        for (RandomCase random : RandomCase.some(Seeds.random(seed), 10)) {
                            assertThat(answer(three, random))
                                    .as("%s", random)
                                    .isEqualTo(answer(one, random));
                        }
                    });
        }
    }

    /// Everything a query answers, values to the last bit.
    private static String answer(QueryEngine engine, RandomCase asked) {
        try {
            QueryResult result = engine.prepare(asked.request(), asked.store()).run();
            StringBuilder out = new StringBuilder();
            out.append(result.warnings()).append(result.infos());
            if (result.value() instanceof Value.Matrix(var rows)) {
                for (Value.MatrixRow row : rows) {
                    out.append(row.labels());
                    for (int i = 0; i < row.size(); i++) {
                        out.append(' ').append(row.timeAt(i)).append(' ').append(bits(row, i));
                    }
                }
                return out.toString();
            }
            return out.append(result.value()).toString();
        } catch (QueryException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static Object bits(Value.MatrixRow row, int i) {
        Object histogram = row.histogramAt(i);
        return histogram == null ? Double.doubleToRawLongBits(row.valueAt(i)) : histogram;
    }
}
