package io.narthex.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnknownFieldSet;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.promql.Value;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

class FederationTest {
    private static final long NOW = 1_000_000;
    private static final String ALL = "/federate?match[]=%7B__name__%21=%22%22%7D";
    private static final String PROTOBUF =
            "application/vnd.google.protobuf;"
                    + "proto=io.prometheus.client.MetricFamily;encoding=delimited";

    private TestServer server;

    @BeforeEach
    void start() {
        Labels external = Labels.of("job", "never", "site", "a\\b\"c\nd");
        server =
                TestServer.start(
                        TestServer.OPTIONS,
                        TestServer.answering(_ -> new Value.Scalar(0, 1)),
                        services ->
                                services.clock(InstantSource.fixed(Instant.ofEpochMilli(NOW)))
                                        .federation(
                                                new Federation(
                                                        Duration.ofMinutes(5), () -> external)));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void add(long time, double value, String... labels) {
        try (Appender appender = server.store.appender()) {
            appender.append(appender.resolve(Labels.of(labels)), time, value);
            appender.commit();
        }
    }

    private void add(long time, FloatHistogram value, String... labels) {
        try (Appender appender = server.store.appender()) {
            appender.append(appender.resolve(Labels.of(labels)), time, value);
            appender.commit();
        }
    }

    @Test
    void newestSamples_areGivenByNameWithTheServersLabels() throws Exception {
        add(NOW - 60_000, 7, Labels.NAME, "up", "instance", "i", "job", "j");
        add(NOW - 1, 1_000_000, Labels.NAME, "up", "instance", "i", "job", "j");
        add(NOW + 1, 9, Labels.NAME, "up", "instance", "i", "job", "j");
        add(NOW - 300_000, -0.5, Labels.NAME, "a", "site", "own");
        add(NOW - 300_001, 3, Labels.NAME, "too_old");
        add(NOW - 20, 3, Labels.NAME, "gone");
        add(NOW - 10, StaleNaN.VALUE, Labels.NAME, "gone");
        add(NOW, Double.NaN, Labels.NAME, "up", "b", "1");
        add(NOW, 4, "nameless", "1");
        HttpResponse<String> answer = server.get(ALL + "&match[]=a&match[]=%7Bnameless=%221%22%7D");
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("text/plain; version=0.0.4; charset=utf-8; escaping=underscores");
        assertThat(answer.body())
                .isEqualTo(
                        """
                        # TYPE a untyped
                        a{site="own",instance="",job="never"} -0.5 700000
                        # TYPE up untyped
                        up{b="1",instance="",job="never",site="a\\\\b\\"c\\nd"} NaN 1000000
                        up{instance="i",job="j",site="a\\\\b\\"c\\nd"} 1e+06 999999
                        """);
    }

    @Test
    void names_areEscapedAsAsked() throws Exception {
        add(NOW, 1, Labels.NAME, "http.rate", "le.x", "v", "job", "j", "site", "s");
        assertThat(server.get(ALL).body())
                .contains("\nhttp_rate{job=\"j\",le_x=\"v\",site=\"s\",instance=\"\"} 1 ");
        assertThat(escaped("allow-utf-8"))
                .contains("# TYPE \"http.rate\" untyped\n")
                .contains("\n{\"http.rate\",job=\"j\",\"le.x\"=\"v\",site=\"s\",instance=\"\"} 1 ");
        assertThat(escaped("dots")).contains("\nhttp_dot_rate{job=\"j\",le_dot_x=\"v\"");
        assertThat(escaped("values")).contains("\nU__http_2e_rate{job=\"j\",U__le_2e_x=\"v\"");
    }

    private String escaped(String scheme) throws Exception {
        HttpResponse<String> answer =
                server.get(ALL, "Accept", "text/plain;version=0.0.4;escaping=" + scheme);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).endsWith("; escaping=" + scheme));
        return answer.body();
    }

    private void addHistograms() {
        FloatHistogram custom =
                FloatHistogram.custom(
                        6,
                        21.5,
                        Buckets.of(new int[] {0, 2, 3}, new double[] {1, 2, 3}),
                        new double[] {0.5, 1, 2.5},
                        ResetHint.UNKNOWN);
        add(NOW, custom, Labels.NAME, "h", "job", "j", "site", "s", "instance", "i");
        FloatHistogram exponential =
                new FloatHistogram(
                        -1,
                        0.001,
                        2,
                        7,
                        3.5,
                        Buckets.of(new int[] {-1, 3}, new double[] {1, 3}),
                        Buckets.of(new int[] {0}, new double[] {1}),
                        new double[0],
                        ResetHint.GAUGE);
        add(NOW, exponential, Labels.NAME, "n", "job", "j", "site", "s", "instance", "i");
        add(NOW, 5, Labels.NAME, "n", "job", "k", "site", "s", "instance", "i");
    }

    @Test
    void histograms_inTextAreClassicOrLeftOut() throws Exception {
        addHistograms();
        assertThat(server.get(ALL, "Accept", "*/*").body())
                .isEqualTo(
                        """
                        # TYPE h histogram
                        h_bucket{instance="i",job="j",site="s",le="0.5"} 1 1000000
                        h_bucket{instance="i",job="j",site="s",le="1"} 1 1000000
                        h_bucket{instance="i",job="j",site="s",le="2.5"} 3 1000000
                        h_bucket{instance="i",job="j",site="s",le="+Inf"} 6 1000000
                        h_sum{instance="i",job="j",site="s"} 21.5 1000000
                        h_count{instance="i",job="j",site="s"} 6 1000000
                        # TYPE n untyped
                        n{instance="i",job="k",site="s"} 5 1000000
                        """);
    }

    @Test
    void histograms_inProtobufAreNative() throws Exception {
        addHistograms();
        HttpResponse<byte[]> answer =
                server.getBytes(ALL, "Accept", "text/plain;q=0.5," + PROTOBUF + ";q=0.6");
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue(
                        "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
                                + " encoding=delimited; escaping=underscores");
        List<UnknownFieldSet> families = messages(answer.body());
        assertThat(families).hasSize(3);
        assertThat(text(families.get(0)).lines().limit(2)).containsExactly("1: \"h\"", "3: 4");
        assertThat(text(families.get(0)))
                .contains("3 { 2: 0x4004000000000000 4: 0x4008000000000000 }");
        assertThat(text(families.get(1)).lines().limit(2)).containsExactly("1: \"n\"", "3: 5");
        assertThat(text(families.get(1)))
                .contains(
                        "7 { 2: 0x400c000000000000 4: 0x401c000000000000 5: 1"
                                + " 6: 0x3f50624dd2f1a9fc 8: 0x4000000000000000"
                                + " 9 { 1: 0 2: 1 } 11: 0x3ff0000000000000"
                                + " 12 { 1: 1 2: 1 } 12 { 1: 6 2: 1 }"
                                + " 14: 0x3ff0000000000000 14: 0x4008000000000000 }");
        assertThat(text(families.get(2)))
                .startsWith("1: \"n\"\n3: 3\n4 { 1 { 1: \"instance\" 2: \"i\" }")
                .contains("5 { 1: 0x4014000000000000 }")
                .contains("6: 1000000");
    }

    private static List<UnknownFieldSet> messages(byte[] body) throws Exception {
        CodedInputStream in = CodedInputStream.newInstance(body);
        List<UnknownFieldSet> all = new ArrayList<>();
        while (!in.isAtEnd()) {
            all.add(UnknownFieldSet.parseFrom(in.readByteArray()));
        }
        return all;
    }

    /// One line for each field of the outermost message.
    private static String text(UnknownFieldSet message) {
        return message.toString()
                .replace(": {", " {")
                .replaceAll("\n +", " ")
                .replaceAll("(?<= )\\}\n(?! )", "}\n")
                .replaceAll("\n\\}", " }");
    }

    @Test
    void longAnswers_areCompressed() throws Exception {
        for (int i = 0; i < 500; i++) {
            add(NOW, i, Labels.NAME, "x", "n", "number " + i);
        }
        HttpResponse<byte[]> answer = server.getBytes(ALL, "Accept-Encoding", "gzip");
        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        byte[] body = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
        assertThat(new String(body, StandardCharsets.UTF_8))
                .isEqualTo(server.get(ALL).body())
                .hasLineCount(501);
    }

    @Test
    void wrongSelectors_areRefusedAsText() throws Exception {
        HttpResponse<String> answer = server.get("/federate?match[]=up%7B");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("text/plain; charset=utf-8");
        assertThat(answer.body()).startsWith("1:").contains("parse error:").endsWith("\n");
        assertThat(server.get("/federate").body()).isEmpty();
        assertThat(server.form("/federate", "match[]=up").statusCode()).isEqualTo(405);
    }
}
