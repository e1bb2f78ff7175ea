package io.narthex.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

class JsonWriterTest {
    /// Collects the document and counts the pieces.
    private static final class Collector implements JsonWriter.Sink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int pieces;
        private boolean ended;

        @Override
        public void write(byte[] source, int length, boolean last) {
            bytes.write(source, 0, length);
            pieces++;
            ended |= last;
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    private final Collector collector = new Collector();
    private final JsonWriter out = new JsonWriter(collector);

    @Test
    void structure_commasComeByThemselves() throws IOException {
        out.beginObject().name("a").value(1L).name("b").beginArray().value(true).nullValue();
        out.beginObject().endObject().endArray().name("c").value(-2L).endObject().finish();
        assertThat(collector.text()).isEqualTo("{\"a\":1,\"b\":[true,null,{}],\"c\":-2}");
        assertThat(collector.ended).isTrue();
    }

    @Test
    void value_escapesWhatHtmlCouldMisread() throws IOException {
        out.value("a<b>&\"\\\n\r\t\u0001\u2028ü€\uD83D\uDE00\uD83D").finish();
        assertThat(collector.text())
                .isEqualTo("\"a\\u003cb\\u003e\\u0026\\\"\\\\\\n\\r\\t\\u0001\\u2028ü€😀\uFFFD\"");
    }

    @Test
    void labelValue_escapesOnlyWhatJsonNeeds() throws IOException {
        out.labelValue("a<b>&\"\u2028").finish();
        assertThat(collector.text()).isEqualTo("\"a<b>&\\\"\u2028\"");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1500, 1.500",
        "1000, 1",
        "1, 0.001",
        "20, 0.020",
        "1700000000123, 1700000000.123",
        "-1, -0.001",
        "-1500, -1.500",
    })
    void timestamp_isWholeOrHasThreeDecimals(long millis, String expected) throws IOException {
        out.timestamp(millis).finish();
        assertThat(collector.text()).isEqualTo(expected);
    }

    @Test
    void longDocument_goesOutInPieces() throws IOException {
        out.beginArray();
        StringBuilder expected = new StringBuilder("[");
        String text = "x".repeat(5000);
        for (int i = 0; i < 20; i++) {
            out.value(text);
            expected.append(i == 0 ? "\"" : ",\"").append(text).append('"');
        }
        out.endArray().finish();
        assertThat(collector.text()).isEqualTo(expected.append(']').toString());
        assertThat(collector.pieces).isBetween(6, 10);
    }
}
