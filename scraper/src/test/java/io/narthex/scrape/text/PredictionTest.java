package io.narthex.scrape.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.scrape.ScrapeProtocol;
import io.narthex.scrape.text.ExpositionParser.Entry;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// A prediction saves work and changes nothing: whatever an earlier body was, a later one reads the
/// same with its series predicted as without.
class PredictionTest {
    private static final List<String> LINES =
            List.of(
                    "# HELP a_total text",
                    "# TYPE a_total counter",
                    "# TYPE h histogram",
                    "a_total{x=\"1\",y=\"\\\"z\"} 1.5e3",
                    "a_total{x=\"2\"} 7",
                    "a_total 8",
                    "a 9",
                    "a{} 10",
                    "{\"q.r\",\"b c\"=\"é\"} 0.25",
                    "{\"q.r\"} NaN",
                    "h_bucket{le=\"1\"} 3 1700000000",
                    "h_bucket{le=\"+Inf\"} 4 # {trace=\"t\"} 0.5");

    @Test
    void predictedBodies_readAsOthers() {
        int[] hits = new int[1];
        Seeds.forEach(2000, seed -> hits[0] += compare(Seeds.random(seed)));
        assertThat(hits[0]).isPositive();
    }

    private static int compare(RandomGenerator random) {
        boolean openMetrics = random.nextBoolean();
        ScrapeProtocol format =
                openMetrics
                        ? ScrapeProtocol.OPEN_METRICS_TEXT_1_0_0
                        : ScrapeProtocol.PROMETHEUS_TEXT_0_0_4;
        List<String> lines = new ArrayList<>();
        for (int n = random.nextInt(1, 12); n > 0; n--) {
            String line = LINES.get(random.nextInt(LINES.size()));
            lines.add(openMetrics ? line : line.replaceFirst(" # .*", ""));
        }
        byte[] before = (String.join("\n", lines) + "\n# EOF\n").getBytes(StandardCharsets.UTF_8);
        byte[] after = mutated(before, random);
        List<byte[]> known = new ArrayList<>();
        read(format, before, List.of(), known);
        List<String> plain = read(format, after, List.of(), new ArrayList<>());
        List<byte[]> again = new ArrayList<>();
        assertThat(read(format, after, known, again)).isEqualTo(plain);
        return (int) again.stream().filter(known::contains).count();
    }

    /// Mostly the same bytes, so that most predictions hold and the rest only just fail.
    private static byte[] mutated(byte[] body, RandomGenerator random) {
        byte[] out = body;
        String letters = "\n \t{}\",=\\#0aE.\0";
        for (int n = random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(out.length);
            int removed = random.nextInt(2);
            byte[] next = Arrays.copyOf(out, out.length + 1 - removed);
            System.arraycopy(out, at + removed, next, at + 1, out.length - at - removed);
            next[at] = (byte) letters.charAt(random.nextInt(letters.length()));
            out = next;
        }
        return out;
    }

    /// Reads a body, the i-th series predicted as the i-th known one, and collects the series that
    /// were found; a series that was predicted is collected as the very array that predicted it.
    private static List<String> read(
            ScrapeProtocol format, byte[] body, List<byte[]> known, List<byte[]> found) {
        List<String> out = new ArrayList<>();
        ExpositionParser parser = ExpositionParser.of(format, body, body.length);
        try {
            Entry entry = next(parser, known, found.size());
            while (entry != Entry.END) {
                out.add(((LineParser) parser).line() + " " + entry + " " + parser.type());
                if (entry == Entry.SERIES) {
                    byte[] key =
                            Arrays.copyOfRange(
                                    parser.seriesBytes(), parser.seriesFrom(), parser.seriesTo());
                    out.add(sample(parser) + " " + Arrays.toString(key));
                    found.add(parser.predicted() ? known.get(found.size()) : key);
                }
                entry = next(parser, known, found.size());
            }
        } catch (ExpositionException e) {
            out.add(String.valueOf(e.getMessage()));
        }
        return out;
    }

    private static Entry next(ExpositionParser parser, List<byte[]> known, int i) {
        byte[] key = i < known.size() ? known.get(i) : new byte[0];
        parser.predict(key, 0, key.length);
        return parser.next();
    }

    private static String sample(ExpositionParser parser) {
        return parser.labels()
                + " "
                + Double.doubleToRawLongBits(parser.value())
                + (parser.hasDecimal() ? " " + parser.mantissa() + "/" + parser.exponent() : "")
                + (parser.hasTimestamp() ? " @" + parser.timestamp() : "");
    }
}
