package io.narthex.server.fuzz;

import io.narthex.testkit.Seeds;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/// What a connection is sent: noise, damaged requests, and requests with hostile contents. The same
/// bytes for the same number.
///
/// Thread safety: for one thread.
final class FuzzRequests {
    private static final List<String> PATHS =
            List.of(
                    "/api/v1/query",
                    "/api/v1/query_range",
                    "/api/v1/query_exemplars",
                    "/api/v1/explain",
                    "/api/v1/format_query",
                    "/api/v1/parse_query",
                    "/api/v1/series",
                    "/api/v1/labels",
                    "/api/v1/label/job/values",
                    "/api/v1/label/U__a_2e_b/values",
                    "/api/v1/targets",
                    "/api/v1/metadata",
                    "/api/v1/alerts/history",
                    "/api/v1/rules/backtest",
                    "/api/v1/notifications/deliveries",
                    "/api/v2/silences",
                    "/api/v2/silence/x",
                    "/api/v1/status/tsdb",
                    "/api/v1/status/flags",
                    "/metrics",
                    "/-/ready",
                    "/",
                    "/nowhere");

    private static final List<String> PARAMETERS =
            List.of(
                    "query",
                    "time",
                    "start",
                    "end",
                    "step",
                    "timeout",
                    "limit",
                    "match[]",
                    "lookback_delta",
                    "rules",
                    "for[]",
                    "threshold[]",
                    "last",
                    "stats",
                    "analyze",
                    "format",
                    "state",
                    "metric",
                    "filter",
                    "next_token");

    private static final List<String> VALUES =
            List.of(
                    "up",
                    "sum(rate(x_total[5m]))",
                    "1e999",
                    "-1",
                    "NaN",
                    "9223372036854775807",
                    "2024-02-29T23:59:60Z",
                    "1h",
                    "0",
                    "{__name__=~\".*\"}",
                    "true",
                    "all",
                    "");

    private static final List<String> HEADERS =
            List.of(
                    "Content-Length: -1",
                    "Content-Length: 99999999999999999999",
                    "Content-Length: 5, 6",
                    "Content-Length: 5\r\nContent-Length: 7",
                    "Transfer-Encoding: chunked",
                    "Transfer-Encoding: chunked\r\nContent-Length: 3",
                    "Transfer-Encoding: gzip, chunked",
                    "Transfer-Encoding: \u0000",
                    "Expect: 100-continue",
                    "Expect: 500-please",
                    "Connection: upgrade\r\nUpgrade: h2c",
                    "Host: a\r\nHost: b",
                    "Host:",
                    ": nameless",
                    "no colon",
                    " folded: line",
                    "Accept-Encoding: gzip;q=x, , zstd;q=9",
                    "Origin: \u00ff\u0001",
                    "Content-Type: application/x-www-form-urlencoded; charset=\u0007",
                    "Content-Encoding: snappy");

    private final RandomGenerator random;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private FuzzRequests(long number) {
        this.random = Seeds.random(number);
    }

    /// The bytes of a number.
    static byte[] of(long number) {
        FuzzRequests requests = new FuzzRequests(number);
        requests.connection();
        return requests.out.toByteArray();
    }

    private void connection() {
        switch (random.nextInt(10)) {
            case 0 -> noise(random.nextInt(4096));
            case 1 -> damaged();
            case 2 -> get(noisyParameters());
            case 3 -> post(PATHS.get(random.nextInt(8)), formNoise(), random.nextInt(3));
            case 4 -> huge();
            case 5 -> brokenHeaders();
            case 6 -> post(any(PATHS), formNoise(), -1 - random.nextInt(5000));
            case 7 -> pipelined();
            case 8 -> brokenChunks();
            default -> remoteWrite();
        }
    }

    private void text(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        out.writeBytes(bytes);
    }

    private String any(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private void get(String parameters) {
        text("GET " + any(PATHS) + "?" + parameters + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    /// Parameters that are known, with contents that need not be.
    private String noisyParameters() {
        StringBuilder all = new StringBuilder();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            all.append(any(PARAMETERS)).append('=');
            if (random.nextBoolean()) {
                percent(any(VALUES).getBytes(StandardCharsets.UTF_8), all);
            } else {
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                percent(bytes, all);
            }
            all.append(random.nextInt(20) == 0 ? "%zz&&=" : "&");
        }
        return all.toString();
    }

    private static void percent(byte[] bytes, StringBuilder into) {
        for (byte b : bytes) {
            into.append(String.format("%%%02x", b));
        }
    }

    /// A request that would be good, but for some bytes.
    private void damaged() {
        get("query=" + "up".repeat(random.nextInt(1, 5)) + "&time=1");
        byte[] good = out.toByteArray();
        out.reset();
        int end = random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length;
        for (int i = 0; i < end; i++) {
            switch (random.nextInt(60)) {
                case 0 -> out.write(random.nextInt(256));
                case 1 -> {}
                case 2 -> {
                    out.write(good[i]);
                    out.write(good[i]);
                }
                default -> out.write(good[i]);
            }
        }
    }

    private byte[] formNoise() {
        byte[] bytes = new byte[random.nextInt(2000)];
        random.nextBytes(bytes);
        byte[] name = ("&" + any(PARAMETERS) + "=").getBytes(StandardCharsets.UTF_8);
        if (bytes.length > name.length) {
            System.arraycopy(name, 0, bytes, 0, name.length);
        }
        return bytes;
    }

    /// @param missing by how much the length is told too small; too large where it is negative
    private void post(String path, byte[] body, int missing) {
        int length = Math.max(0, body.length - missing);
        text("POST " + path + " HTTP/1.1\r\nHost: x\r\n");
        text("Content-Type: application/x-www-form-urlencoded\r\n");
        text("Content-Length: " + length + "\r\n\r\n");
        out.writeBytes(body);
    }

    private void huge() {
        int length = 1 << random.nextInt(10, 21);
        String value = any(List.of("a", "(", "%28", "-", "up+or+", "%ff", "\u00e9")).repeat(length);
        value = value.substring(0, Math.min(value.length(), 2 << 20));
        if (random.nextBoolean()) {
            get(any(PARAMETERS) + "=" + value);
        } else {
            byte[] body = ("query=" + value).getBytes(StandardCharsets.ISO_8859_1);
            post(any(PATHS), body, 0);
        }
    }

    private void brokenHeaders() {
        text("POST /api/v1/query HTTP/1." + random.nextInt(3) + "\r\n");
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            text(any(HEADERS) + any(List.of("\r\n", "\n", "\r")));
        }
        if (random.nextInt(10) == 0) {
            text("X: " + "y".repeat(100_000) + "\r\n");
        }
        text("\r\nquery=1");
    }

    private void pipelined() {
        for (int i = random.nextInt(1, 40); i > 0; i--) {
            get("query=" + i);
        }
        if (random.nextBoolean()) {
            noise(random.nextInt(200));
        }
    }

    private void brokenChunks() {
        text("POST /api/v1/query HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = random.nextInt(4); i > 0; i--) {
            text(
                    any(
                            List.of(
                                    "7\r\nquery=1\r\n",
                                    "3\r\nabcdef\r\n",
                                    "-1\r\n",
                                    "zz\r\n",
                                    "fffffffff\r\n")));
        }
        text(any(List.of("0\r\n\r\n", "0\r\nX: y\r\n\r\n", "", "0")));
    }

    private void remoteWrite() {
        text("POST /api/v1/write HTTP/1.1\r\nHost: x\r\nContent-Encoding: snappy\r\n");
        text("Content-Type: application/x-protobuf\r\n");
        int length = random.nextInt(3000);
        text("Content-Length: " + length + "\r\n\r\n");
        // The first byte tells the length of what was compressed.
        noise(length);
    }
}
