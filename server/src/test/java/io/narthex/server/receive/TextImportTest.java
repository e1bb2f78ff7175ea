package io.narthex.server.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.BodyHandler;
import io.narthex.model.Exemplar;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.testkit.ListStore;
import io.narthex.testkit.ManualClock;
import io.narthex.testkit.ReliabilityRecord;
import io.narthex.testkit.Seeds;
import io.narthex.testkit.SeriesDataReader;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;

class TextImportTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";
    private static final int MAX_BYTES = 100_000;

    private final Map<Integer, Long> answers = new TreeMap<>();

    private final ListStore store = new ListStore();
    private final TextImport textImport =
            new TextImport(store, new ManualClock(T0), MAX_BYTES, false);

    @Test
    void samples_getTheTimeOfTheirPushOrTheirOwn() {
        String text =
                """
                # TYPE job_seconds gauge
                job_seconds{step="load"} 1.25
                job_rows_total 17 %d
                """
                        .formatted(T0 - 1000);
        assertThat(push(Map.of(), Map.of(), text))
                .isEqualTo(new BodyHandler.Reply(204, Map.of(), ""));
        assertThat(stored())
                .containsExactly("job_rows_total -1000=17.0", "job_seconds{step=\"load\"} 0=1.25");
    }

    @Test
    void parameters_giveTheTimeAndLabels() {
        Map<String, List<String>> parameters =
                Map.of(
                        "timestamp", List.of(Long.toString(T0 - 7)),
                        "extra_label", List.of("job=nightly", "env=a=b"));
        push(Map.of(), parameters, "x{job=\"own\",k=\"v\"} 1\n");
        assertThat(stored()).containsExactly("x{env=\"a=b\", job=\"nightly\", k=\"v\"} -7=1.0");
    }

    @Test
    void openMetrics_isReadWithItsExemplars() {
        String text =
                """
                # TYPE req counter
                req_total 5 # {trace_id="abc"} 0.5
                # EOF
                """;
        Map<String, String> headers = Map.of("Content-Type", OPEN_METRICS);
        assertThat(push(headers, Map.of(), text).status()).isEqualTo(204);
        assertThat(push(headers, Map.of(), "x 1\n").text())
                .isEqualTo("line 2: data does not end with # EOF");
        assertThat(
                        store.exemplars(
                                        0,
                                        Long.MAX_VALUE,
                                        List.of(
                                                List.of(
                                                        LabelMatcher.equal(
                                                                "__name__", "req_total"))))
                                .getFirst()
                                .exemplars())
                .containsExactly(new Exemplar(Labels.of("trace_id", "abc"), 0.5, T0, false));
    }

    @Test
    void typeAndUnit_becomeLabelsWhereThatIsOn() {
        new TextImport(store, new ManualClock(T0), MAX_BYTES, true)
                .handle(head(Map.of(), Map.of()), bytes("# TYPE x gauge\nx 1\n"));
        assertThat(stored()).containsExactly("x{__type__=\"gauge\"} 0=1.0");
    }

    @Test
    void bodyThatIsNoExposition_namesTheLineAndChangesNothing() {
        BodyHandler.Reply reply = push(Map.of(), Map.of(), "a 1\nb 2\nc{ 3\n");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).startsWith("line 3: ");
        assertThat(stored()).isEmpty();
    }

    @Test
    void refusedSamples_areNamedByTheirLineAndTheOthersStored() {
        push(Map.of(), Map.of(), "a 1\n");
        String text = "b 1\n# a comment\na 2 %d\nc 3 %d\na 4\n".formatted(T0 - 1, T0 + 601_000);
        BodyHandler.Reply reply = push(Map.of(), Map.of(), text);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text())
                .isEqualTo(
                        "line 3: out of order sample; 3 of 4 samples were rejected, the others are"
                                + " stored");
        assertThat(stored()).containsExactly("a 0=1.0", "b 0=1.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timestamp | soon | 400 | invalid timestamp \"soon\": write it in milliseconds",
                "extra_label | job | 400 | invalid extra_label \"job\": write it as name=value",
                "extra_label | =x | 400 | invalid extra_label \"=x\": write it as name=value",
            })
    void wrongParameters_areNamed(String name, String value, int status, String text) {
        assertThat(push(Map.of(), Map.of(name, List.of(value)), "x 1\n"))
                .isEqualTo(new BodyHandler.Reply(status, Map.of(), text));
        assertThat(stored()).isEmpty();
    }

    @Test
    void gzip_isUnpackedUpToTheLimit() throws IOException {
        Map<String, String> gzip = Map.of("Content-Encoding", "gzip");
        assertThat(handle(gzip, gzip("x 1\n")).status()).isEqualTo(204);
        byte[] bomb = gzip("y 1\n".repeat(5_000_000));
        assertThat(bomb.length).isLessThan(MAX_BYTES);
        assertThat(handle(gzip, bomb).status()).isEqualTo(413);
        assertThat(handle(gzip, Arrays.copyOf(bomb, 12)).status()).isEqualTo(400);
        assertThat(handle(gzip, bytes("x 1\n")).text()).startsWith("gzip: ");
        assertThat(handle(Map.of("Content-Encoding", "br"), bytes("x 1\n")).status())
                .isEqualTo(415);
        assertThat(handle(Map.of(), new byte[MAX_BYTES + 1]).status()).isEqualTo(413);
        assertThat(stored()).containsExactly("x 0=1.0");
    }

    @Test
    void mutatedBodies_areAnswered() {
        byte[] text = bytes("# TYPE x counter\nx{a=\"b\",c=\"d\"} 1.5 1750003200000\ny 2\n# EOF\n");
        Seeds.forEach(
                10,
                seed -> {
                    RandomGenerator random = Seeds.random(seed);
                    for (int i = 0; i < 300; i++) {
                        byte[] mutated = text.clone();
                        for (int n = 0; n <= random.nextInt(3); n++) {
                            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
                        }
                        Map<String, String> headers =
                                random.nextBoolean()
                                        ? Map.of()
                                        : Map.of("Content-Type", OPEN_METRICS);
                        int status = handle(headers, mutated).status();
                        assertThat(status).isIn(204, 400);
                        answers.merge(status, 1L, Long::sum);
                    }
                });
        ReliabilityRecord.putSeeds("pushed texts, by answer", "server", getClass(), answers);
    }

    private BodyHandler.Reply push(
            Map<String, String> headers, Map<String, List<String>> parameters, String text) {
        return textImport.handle(head(headers, parameters), bytes(text));
    }

    private BodyHandler.Reply handle(Map<String, String> headers, byte[] body) {
        return textImport.handle(head(headers, Map.of()), body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes(text));
        }
        return out.toByteArray();
    }

    private static BodyHandler.Head head(
            Map<String, String> headers, Map<String, List<String>> parameters) {
        return new BodyHandler.Head() {
            @Override
            public @Nullable String header(String name) {
                return headers.get(name);
            }

            @Override
            public List<String> parameters(String name) {
                return parameters.getOrDefault(name, List.of());
            }
        };
    }

    private List<String> stored() {
        List<String> all = new ArrayList<>();
        try (Querier querier = store.querier(0, Long.MAX_VALUE)) {
            SeriesSet set = SeriesDataReader.selectAll(querier);
            for (int i = 0; i < set.size(); i++) {
                SeriesData series = set.cursor().at(i);
                SeriesDataReader.forEach(
                        series, (t, v) -> all.add(series.labels() + " " + (t - T0) + "=" + v));
            }
        }
        return all;
    }
}
