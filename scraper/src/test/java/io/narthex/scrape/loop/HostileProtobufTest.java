package io.narthex.scrape.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.scrape.HistogramScraping;
import io.narthex.scrape.ScrapeConfig;
import io.narthex.scrape.ScrapeProtocol;
import io.narthex.scrape.StartTimestamps;
import io.narthex.scrape.proto.ClientModel;
import io.narthex.scrape.text.ExpositionException;
import io.narthex.scrape.text.ExpositionParser;
import io.narthex.testkit.ListStore;
import io.narthex.testkit.ReliabilityRecord;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Bodies that are no expositions, or monstrous ones.
class HostileProtobufTest {
    private static final HistogramScraping ALL =
            HistogramScraping.NONE
                    .withNative(true)
                    .withClassic(true)
                    .withConversion(true)
                    .withBucketLimit(3);

    private static final byte[] BODY =
            ClientModel.packedBody(
                    """
                    name: "c" help: "ü" unit: "s" type: COUNTER metric {
                      label { name: "a" value: "温" } timestamp_ms: 5
                      counter { value: 1 exemplar { label { name: "t" value: "x" } value: 1
                        timestamp { seconds: 1 nanos: 5 } } } }
                    """,
                    """
                    name: "s" type: SUMMARY metric { summary { sample_count: 1
                      quantile { quantile: 0.5 value: 1 } } }
                    """,
                    """
                    name: "h" type: HISTOGRAM
                    metric { histogram { sample_count: 3
                      bucket { cumulative_count: 1 upper_bound: 1 } } }
                    metric { label { name: "n" value: "1" } histogram { sample_count: 4
                      schema: 3 zero_threshold: 0.1 zero_count: 1 exemplars { timestamp {} }
                      positive_span { offset: -2 length: 2 } positive_delta: 1 positive_delta: 0
                      negative_span { offset: 3 length: 1 } negative_delta: 1
                      bucket { cumulative_count: 2 upper_bound: 1 } } }
                    """,
                    """
                    name: "g" type: GAUGE_HISTOGRAM metric { histogram { sample_count_float: 1.5
                      positive_span { length: 1 } positive_span { offset: 9 length: 1 }
                      positive_count: 1 positive_count: 0.5 } }
                    """);

    private static void scrape(byte[] body) {
        ScrapeConfig config = ScrapeConfig.builder("j").histograms(ALL).build();
        BodyAppender to =
                new BodyAppender(
                        config,
                        ALL,
                        new StartSamples(new ListStore(), StartTimestamps.NONE),
                        new SeriesLabels(Labels.empty(), config),
                        new ScrapeCache(),
                        new MetadataCache(),
                        new ScrapeCounters());
        try (Appender batch = new ListStore().appender()) {
            to.append(
                    ExpositionParser.of(ScrapeProtocol.PROMETHEUS_PROTO, body, body.length, ALL),
                    batch,
                    1000);
            batch.commit();
        }
    }

    @Test
    void mutatedBodies_areReadOrRefused_neverMore() {
        scrape(BODY);
        Map<String, Long> outcomes = new TreeMap<>();
        Seeds.forEach(
                3000,
                seed -> {
                    byte[] body = mutated(Seeds.random(seed));
                    try {
                        scrape(body);
                        outcomes.merge("read", 1L, Long::sum);
                    } catch (ExpositionException e) {
                        assertThat(e).hasMessageStartingWith("byte ");
                        outcomes.merge("refused", 1L, Long::sum);
                    } catch (ScrapeFailure _) {
                        outcomes.merge("refused", 1L, Long::sum);
                    }
                });
        assertThat(outcomes).containsKeys("read", "refused");
        ReliabilityRecord.putSeeds("protobuf expositions", "scraper", getClass(), outcomes);
    }

    private static byte[] mutated(RandomGenerator random) {
        byte[] body = BODY.clone();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            int at = random.nextInt(body.length);
            switch (random.nextInt(5)) {
                case 0 -> body = Arrays.copyOf(body, Math.max(1, at));
                case 1 -> body[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> body[at] = (byte) random.nextInt(256);
                case 3 -> Arrays.fill(body, at, Math.min(body.length, at + 10), (byte) 0xff);
                default -> {
                    int from = random.nextInt(body.length);
                    int n = Math.min(random.nextInt(30), body.length - Math.max(from, at));
                    System.arraycopy(body, from, body, at, n);
                }
            }
        }
        return body;
    }

    @Test
    void everyTruncation_isRefused_exceptBetweenFamilies() {
        int good = 0;
        for (int length = 0; length < BODY.length; length++) {
            try {
                scrape(Arrays.copyOf(BODY, length));
                good++;
            } catch (ExpositionException e) {
                assertThat(e).hasMessageMatching("(?s)byte \\d+.*");
            }
        }
        assertThat(good).isEqualTo(4);
    }

    private static byte[] field(int number, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CodedOutputStream coded = CodedOutputStream.newInstance(out);
        try {
            coded.writeByteArray(number, content);
            coded.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// A body of one histogram, which has the fields given.
    private static byte[] histogram(byte[] fields) {
        ByteArrayOutputStream family = new ByteArrayOutputStream();
        family.writeBytes(field(1, new byte[] {'h'}));
        family.writeBytes(new byte[] {3 << 3, 4});
        family.writeBytes(field(4, field(7, fields)));
        // A field of a message and a message behind its length differ in the tag only.
        byte[] tagged = field(1, family.toByteArray());
        return Arrays.copyOfRange(tagged, 1, tagged.length);
    }

    @Test
    void tenMillionBuckets_areRefusedAtTheFirstThatIsTooMany() {
        byte[] body = histogram(field(13, new byte[10_000_000]));
        assertThatThrownBy(() -> scrape(body))
                .isInstanceOf(ExpositionException.class)
                .hasMessageMatching(
                        "byte 65\\d\\d\\d in metric family \"h\": positive side: a native histogram"
                                + " with more than 65536 buckets");
    }

    @Test
    void spansWithoutEnd_areRefused() {
        ByteArrayOutputStream spans = new ByteArrayOutputStream();
        for (int i = 0; i < 70_000; i++) {
            spans.writeBytes(field(9, new byte[0]));
        }
        byte[] body = histogram(spans.toByteArray());
        assertThatThrownBy(() -> scrape(body))
                .hasMessageContaining("negative side: a native histogram with more than 65536");
    }
}
