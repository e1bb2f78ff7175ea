package io.narthex.server.peers;

import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/// A target whose samples have times of their own and never change, so that whoever scrapes it,
/// whenever and how often, has the same.
final class FixedTimesExporter implements AutoCloseable {
    private static final int SAMPLES = 20;
    private static final Duration STEP = Duration.ofSeconds(30);

    private final HttpServer server;

    /// @param begin of the samples, which last ten minutes
    FixedTimesExporter(Instant begin) throws IOException {
        byte[] body = body(begin).getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/metrics",
                exchange -> {
                    exchange.getResponseHeaders()
                            .set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    /// Host and port.
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static String body(Instant begin) {
        StringBuilder out = new StringBuilder();
        out.append("# HELP visits_total Visits, \\\\ and a line\\nend.\n");
        out.append("# TYPE visits_total counter\n");
        series(out, begin, "visits_total{page=\"a \\\"b\\\" \\\\ \\n ü\"}", i -> "" + 3 * i);
        // A counter that starts again in the middle.
        series(out, begin, "visits_total{page=\"/\"}", i -> 7 * (i % 12) + ".5");
        series(out, begin, "load", i -> i % 5 == 0 ? "NaN" : i % 7 == 0 ? "-Inf" : "0.1e" + i);
        series(out, begin, "took_seconds_bucket{le=\"0.1\"}", i -> "" + i);
        series(out, begin, "took_seconds_bucket{le=\"1.0\"}", i -> "" + 2 * i);
        series(out, begin, "took_seconds_bucket{le=\"+Inf\"}", i -> "" + 3 * i);
        series(out, begin, "took_seconds_sum", i -> 1.25 * i + "");
        series(out, begin, "took_seconds_count", i -> "" + 3 * i);
        // What comes late is refused, and the rest is kept.
        sample(out, "late", "1", begin.plusSeconds(120));
        sample(out, "late", "2", begin.plusSeconds(60));
        sample(out, "late", "3", begin.plusSeconds(180));
        // So is a second value for a time.
        sample(out, "twice", "1", begin.plusSeconds(60));
        sample(out, "twice", "2", begin.plusSeconds(60));
        return out.toString();
    }

    private interface Values {
        String at(int i);
    }

    private static void series(StringBuilder out, Instant begin, String series, Values values) {
        for (int i = 0; i < SAMPLES; i++) {
            sample(out, series, values.at(i), begin.plus(STEP.multipliedBy(i)));
        }
    }

    private static void sample(StringBuilder out, String series, String value, Instant time) {
        out.append(series).append(' ').append(value).append(' ');
        out.append(time.toEpochMilli()).append('\n');
    }
}
