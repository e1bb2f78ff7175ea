package io.narthex.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.http.json.JsonWriter;
import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.Buckets.Span;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The small pure parts of the API.
class PiecesTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            delimiter = '|',
            value = {
                "null | IDENTITY",
                "'' | IDENTITY",
                "gzip | GZIP",
                "deflate | DEFLATE",
                "'deflate, gzip' | DEFLATE",
                "'br, gzip;q=0.5' | GZIP",
                "'gzip;q=0, deflate' | DEFLATE",
                "GZIP | GZIP",
                "identity | IDENTITY",
            })
    void coding_isTheFirstKnownOne(String accept, ContentCoding expected) {
        assertThat(ContentCoding.choose(accept)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "job, job",
        "U__http_2e_status, http.status",
        "U__a__b, a_b",
        "U___1F600_, 😀",
        "U__broken_2e, U__broken_2e",
        "U__broken_zz_, U__broken_zz_",
        "U__surrogate_d800_, U__surrogate_d800_",
        "U__, ''",
    })
    void escapedName_isUnderstoodOrLeftAlone(String text, String expected) {
        assertThat(EscapedName.unescape(text)).isEqualTo(expected);
    }

    @Test
    void form_isDecoded() throws ApiException {
        Map<String, List<String>> values = new LinkedHashMap<>();
        FormDecoder.decode("query=1%2B1&a+b=c+d&match[]=x&match%5B%5D=y&&empty&u=%C3%BC", values);
        assertThat(values)
                .containsExactly(
                        Map.entry("query", List.of("1+1")),
                        Map.entry("a b", List.of("c d")),
                        Map.entry("match[]", List.of("x", "y")),
                        Map.entry("empty", List.of("")),
                        Map.entry("u", List.of("ü")));
    }

    @ParameterizedTest
    @CsvSource({"a=%zz, %zz", "a=%2, %2", "a=%, %"})
    void form_badEscape_isNamed(String encoded, String bad) {
        assertThatThrownBy(() -> FormDecoder.decode(encoded, new LinkedHashMap<>()))
                .hasMessage("error parsing form values: invalid URL escape \"" + bad + "\"");
    }

    @Test
    void form_endless_isRefused() {
        assertThatThrownBy(() -> FormDecoder.decode("a&".repeat(20_000), new LinkedHashMap<>()))
                .hasMessageContaining("too many parameters");
    }

    @Test
    void histogram_bucketsAscendAndEmptyOnesAreLeftOut() throws IOException {
        FloatHistogram histogram =
                new FloatHistogram(
                        0,
                        0.001,
                        2,
                        12,
                        18.4,
                        Buckets.ofSpans(
                                List.of(new Span(0, 2), new Span(1, 1)), new double[] {1, 0, 3}),
                        Buckets.run(0, 2, 4),
                        new double[0],
                        ResetHint.UNKNOWN);
        assertThat(json(histogram))
                .isEqualTo(
                        "{\"count\":\"12\",\"sum\":\"18.4\",\"buckets\":["
                                + "[1,\"-2\",\"-1\",\"4\"],[1,\"-1\",\"-0.5\",\"2\"],"
                                + "[3,\"-0.001\",\"0.001\",\"2\"],"
                                + "[0,\"0.5\",\"1\",\"1\"],[0,\"4\",\"8\",\"3\"]]}");
    }

    @Test
    void histogram_customBounds_endInInfinity() throws IOException {
        FloatHistogram histogram =
                FloatHistogram.custom(
                        3, 5, Buckets.run(0, 1, 1, 1), new double[] {0.5, 1}, ResetHint.UNKNOWN);
        assertThat(json(histogram))
                .isEqualTo(
                        "{\"count\":\"3\",\"sum\":\"5\",\"buckets\":[[3,\"-Inf\",\"0.5\",\"1\"],"
                                + "[0,\"0.5\",\"1\",\"1\"],[0,\"1\",\"+Inf\",\"1\"]]}");
    }

    @Test
    void stepTimestamps_onAndOffTheGrid_renderTheSame() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JsonWriter out = new JsonWriter((b, n, _) -> bytes.write(b, 0, n));
        StepTimestamps timestamps = new StepTimestamps(1000, 500, 3);
        out.beginArray();
        for (long t : new long[] {1000, 1500, 2000, 1500, 1700, 5000, -1}) {
            timestamps.write(out, t, 0.5);
        }
        out.endArray().finish();
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "[[1,\"0.5\"],[1.500,\"0.5\"],[2,\"0.5\"],[1.500,\"0.5\"],"
                                + "[1.700,\"0.5\"],[5,\"0.5\"],[-0.001,\"0.5\"]]");
    }

    private static String json(FloatHistogram histogram) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JsonWriter out = new JsonWriter((b, n, _) -> bytes.write(b, 0, n));
        HistogramJson.write(out, histogram);
        out.finish();
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
