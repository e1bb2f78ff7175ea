package io.narthex.promql.test.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.test.ScriptMaterial;
import io.narthex.testkit.ReliabilityRecord;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;

/// Any text as a query ends in a result or in an error with its place, soon and in bounded memory.
///
/// `-Dnarthex.fuzz.inputs=N` tries N inputs, `-Dnarthex.fuzz.seed=N` others. What fails is written
/// to `target/fuzz-failures.txt`; its lines go to `corpus.txt` when they are understood.
@Tag("property")
class QueryFuzzTest {
    private static final int INPUTS = Integer.getInteger("narthex.fuzz.inputs", 3_000);
    private static final long SEED = Long.getLong("narthex.fuzz.seed", 1);

    @Test
    void anyText_endsInAResultOrAnErrorWithItsPlace() throws Exception {
        FuzzQueries queries = new FuzzQueries(ScriptMaterial.queries());
        long first = SEED << 32;
        FuzzRun run =
                FuzzRun.of(
                        LongStream.range(first, first + INPUTS)
                                .mapToObj(n -> FuzzCase.of(queries.query(n), n)));
        String result =
                run.outcomes() + "; slowest " + run.slowestMillis() + " ms of processor time";
        System.out.println("fuzz: seed " + SEED + ", " + INPUTS + " inputs: " + result);
        System.out.println("slowest: " + run.slowest());
        assertThat(run.failures()).isEmpty();
        ReliabilityRecord.put(
                "queries",
                "mvn -pl promql-test -am test -Dtest=QueryFuzzTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dnarthex.fuzz.seed="
                        + SEED
                        + " -Dnarthex.fuzz.inputs="
                        + INPUTS,
                SEED,
                INPUTS,
                result.replaceAll("[{}]", "").replace("=", " "));
    }

    @Test
    void corpus_whatFailedOnce_passes() throws Exception {
        FuzzRun run = FuzzRun.of(corpus().stream().map(FuzzCase::parse));
        assertThat(run.failures()).isEmpty();
    }

    private static List<String> corpus() throws IOException, URISyntaxException {
        Path file =
                Path.of(
                        Objects.requireNonNull(QueryFuzzTest.class.getResource("corpus.txt"))
                                .toURI());
        return Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).toList();
    }

    @Test
    void line_anyCase_isReadBack() {
        FuzzCase odd = new FuzzCase("a\\ \n\uD800é\0 'b'", FuzzCase.OLDEST, 1, 2, 3);
        assertThat(FuzzCase.parse(odd.line())).isEqualTo(odd);
        assertThat(odd.line()).matches("[ -~]+");
    }
}
