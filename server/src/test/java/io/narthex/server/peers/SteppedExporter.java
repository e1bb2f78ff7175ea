package io.narthex.server.peers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// An exporter that tells of half an hour of two services' lives, one step after the other.
///
/// A step is served until the next one is asked for, and every line carries the step's timestamp:
/// whoever has scraped every step has stored exactly the same samples, however often and whenever
/// it scraped. All numbers are functions of the step.
///
/// Thread safety: safe for concurrent calls.
final class SteppedExporter implements AutoCloseable {
    static final int STEPS = 120;
    static final Duration STEP = Duration.ofSeconds(15);

    /// No border of a window, of a look-back or of a subquery falls on such a millisecond as long
    /// as queries are asked at other milliseconds. Whether a sample on the left border belongs to
    /// the window is what Prometheus 3 changed.
    private static final long ODD_MILLIS = 137;

    /// The second service is restarted here: its counters begin again.
    private static final int RESTART = 61;

    /// One series vanishes here, another one appears.
    private static final int VANISHED = 45;

    private static final String[] BOUNDS = {"0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "+Inf"};

    private final HttpServer server;
    private final Instant begin;
    private volatile int step;

    private SteppedExporter(HttpServer server, Instant begin) {
        this.server = server;
        this.begin = begin;
    }

    /// Starts with step 0, two thirds of an hour ago: Prometheus takes nothing older than an hour.
    static SteppedExporter start() {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            HttpServer server = HttpServer.create(address, 8);
            Instant begin =
                    Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(40));
            SteppedExporter exporter = new SteppedExporter(server, begin);
            server.createContext("/fastapi/metrics", e -> exporter.answer(e, false));
            server.createContext("/django/metrics", e -> exporter.answer(e, true));
            server.start();
            return exporter;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    /// A whole minute, a fraction of a second before the first sample.
    Instant begin() {
        return begin;
    }

    /// Serves a step from now on.
    void serve(int step) {
        this.step = step;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange, boolean second) throws IOException {
        byte[] body = text(step, second).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String text(int step, boolean second) {
        Exposition out =
                new Exposition(begin.plus(STEP.multipliedBy(step)).toEpochMilli() + ODD_MILLIS);
        int age = second && step >= RESTART ? step - RESTART : step;
        // A process that has run before the test began does not start from zero.
        int past = second && step >= RESTART ? 0 : 1000;
        int pace = second ? 2 : 5;
        out.line("exporter_step", "", step);
        requests(out, step, age, past, pace);
        durations(out, age, past, pace);
        process(out, step, age, second);
        oddities(out, step);
        return out.toString();
    }

    private static void requests(Exposition out, int step, int age, int past, int pace) {
        String[] kinds = {
            "endpoint=\"/items\",method=\"GET\",status_code=\"200\"",
            "endpoint=\"/items\",method=\"GET\",status_code=\"404\"",
            "endpoint=\"/items\",method=\"POST\",status_code=\"201\"",
            "endpoint=\"/items\",method=\"POST\",status_code=\"500\"",
            "endpoint=\"/predict\",method=\"POST\",status_code=\"200\"",
            "endpoint=\"/predict\",method=\"POST\",status_code=\"503\"",
            "endpoint=\"/metrics\",method=\"GET\",status_code=\"200\"",
        };
        String name = "fastapi_request_count_total";
        for (int i = 0; i < kinds.length; i++) {
            out.line(name, kinds[i], past * (i + 1) + total(age, pace + i));
        }
        if (step < VANISHED) {
            String gone = "endpoint=\"/items\",method=\"DELETE\",status_code=\"204\"";
            out.line(name, gone, past + total(age, pace));
        } else {
            String fresh = "endpoint=\"/items\",method=\"PUT\",status_code=\"200\"";
            out.line(name, fresh, total(step - VANISHED, pace));
        }
    }

    /// A sum of uneven growths; the pace is its mean, about.
    private static long total(int age, int pace) {
        long sum = 0;
        for (int i = 1; i <= age; i++) {
            sum += (long) i * i * pace % (2 * pace + 1);
        }
        return sum;
    }

    private static void durations(Exposition out, int age, int past, int pace) {
        String name = "fastapi_request_duration_seconds";
        String[] endpoints = {"/items", "/predict", "/metrics"};
        for (int e = 0; e < endpoints.length; e++) {
            String labels = "endpoint=\"" + endpoints[e] + "\",method=\"GET\"";
            long count = 0;
            for (int b = 0; b < BOUNDS.length; b++) {
                // Faster endpoints have more in the lower buckets; the last ones grow rarely.
                count += past / (b + 1) + total(age, pace + e * b) / (1 + Math.abs(b - e - 1));
                out.line(name + "_bucket", labels + ",le=\"" + BOUNDS[b] + "\"", count);
            }
            out.line(name + "_count", labels, count);
            out.line(name + "_sum", labels, count * (0.07 + 0.2 * e));
        }
    }

    private static void process(Exposition out, int step, int age, boolean second) {
        out.line("process_cpu_seconds_total", "", age * 3.75 + Math.sin(age) + 1);
        double waves = 1 + Math.sin(step / 7.0) / 3;
        out.line("process_resident_memory_bytes", "", (second ? 9e7 : 1.5e8) * waves);
        out.line("app_info", "version=\"" + (second ? "2.1" : "0.9") + "\"", 1);
        for (String queue : new String[] {"mail", "images", "audit"}) {
            int shift = queue.length();
            out.line(
                    "queue_length",
                    "queue=\"" + queue + "\"",
                    Math.floorMod(step * shift, 17) - (second ? 3 : 0));
        }
    }

    private static void oddities(Exposition out, int step) {
        double reading = step % 10 == 3 ? Double.NaN : 20 + Math.cos(step / 5.0);
        out.line("sensor_celsius", "place=\"roof\"", reading);
        double far =
                switch (step % 25) {
                    case 7 -> Double.POSITIVE_INFINITY;
                    case 19 -> Double.NEGATIVE_INFINITY;
                    default -> step * 0.5;
                };
        out.line("sensor_distance_meters", "place=\"gate\"", far);
    }

    /// Lines of the text format, all of one time.
    private static final class Exposition {
        private final StringBuilder text = new StringBuilder();
        private final long millis;

        Exposition(long millis) {
            this.millis = millis;
        }

        void line(String name, String labels, double value) {
            text.append(name);
            if (!labels.isEmpty()) {
                text.append('{').append(labels).append('}');
            }
            String number =
                    Double.isInfinite(value) ? value > 0 ? "+Inf" : "-Inf" : String.valueOf(value);
            text.append(' ').append(number).append(' ').append(millis).append('\n');
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
