import io.airlift.compress.v3.snappy.SnappyJavaCompressor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Lets the JVM learn from a server's usual life what to keep in the cache of classes: a server
// gets
/// samples by remote write and is killed; the next one restores them, gets more, scrapes itself and
/// answers the queries of the panels. What that one has loaded and compiled is kept.
///
/// This is a program of its own, so that its HTTP client is not kept too. The build runs it:
/// `java -cp narthex.jar Training.java CACHE`.
final class Training {
    private static final int SERIES = 2_000;
    private static final int GROUP = 250;
    private static final int INTERVAL = 15_000;
    private static final int SAMPLES_PER_REQUEST = 40;
    private static final int ROUNDS = 15;

    private static final List<String> QUERIES =
            List.of(
                    "count(http_requests_total)",
                    "sum(rate(http_requests_total[5m]))",
                    "sum by (method, status) (rate(http_requests_total{path!=\"/metrics\"}[5m]))",
                    "sum by (instance) (increase(http_requests_total{path=~\"/p1.*\"}[1h]))",
                    "sum(rate(http_requests_total{status=~\"5..\"}[5m])) /"
                            + " sum(rate(http_requests_total[5m]))",
                    "topk(10, sum by (path) (rate(http_requests_total[5m])))",
                    "histogram_quantile(0.95, sum by (le)"
                            + " (rate(http_request_duration_seconds_bucket[5m])))",
                    "avg by (instance) (process_cpu_percent)",
                    "max_over_time(process_cpu_percent[1h])",
                    "up");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path jar = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
    private final Path folder;
    private final int port = freePort();
    private final List<Process> servers = new ArrayList<>();

    private Training(Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("first.yml"), "global: {scrape_interval: 1s}\n");
        Files.writeString(
                folder.resolve("second.yml"),
                """
                global: {scrape_interval: 1s}
                scrape_configs:
                  - job_name: narthex
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                """
                        .formatted(port));
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("narthex-training");
        Training training = new Training(folder);
        try {
            training.run(Path.of(args[0]).toAbsolutePath());
        } finally {
            training.servers.forEach(Process::destroyForcibly);
            try (Stream<Path> all = Files.walk(folder)) {
                all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            }
        }
    }

    private void run(Path cache) throws IOException, InterruptedException {
        long end = System.currentTimeMillis() / INTERVAL * INTERVAL;
        long middle = end - 1_800_000;
        Process first = start("first.yml", List.of());
        write(middle - 4 * 3_600_000, middle);
        first.destroyForcibly().waitFor();

        Process second = start("second.yml", List.of("-XX:AOTCacheOutput=" + cache));
        write(middle, end);
        for (int round = 0; round < ROUNDS; round++) {
            for (String query : QUERIES) {
                ask(query, end);
            }
        }
        get("/");
        get("/metrics");
        second.destroy();
        if (!second.waitFor(3, TimeUnit.MINUTES) || !Files.exists(cache)) {
            second.destroyForcibly();
            throw new IOException("the server did not leave " + cache);
        }
    }

    private Process start(String configuration, List<String> options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:+UseCompactObjectHeaders"));
        command.addAll(
                List.of("--sun-misc-unsafe-memory-access=allow", "-Dio.netty.jfr.enabled=false"));
        command.addAll(List.of("-Xlog:aot*=off", "-Xlog:cds*=off"));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString(), "server"));
        command.add("--config.file=" + folder.resolve(configuration));
        command.add("--storage.path=" + folder.resolve("data"));
        command.add("--web.listen-address=127.0.0.1:" + port);
        command.add("--web.enable-remote-write-receiver");
        Process process = new ProcessBuilder(command).inheritIO().start();
        servers.add(process);
        while (!isReady()) {
            if (!process.isAlive()) {
                throw new IOException("the server did not start");
            }
            Thread.sleep(50);
        }
        return process;
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get("/-/ready") == 200;
        } catch (IOException _) {
            return false; // nobody listens yet
        }
    }

    private int get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path)).build();
        return client.send(request, BodyHandlers.ofByteArray()).statusCode();
    }

    private void ask(String query, long end) throws IOException, InterruptedException {
        String text = "query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        String range = "&start=" + (end / 1000 - 3600) + "&end=" + end / 1000 + "&step=15";
        for (String path :
                List.of("/api/v1/query?" + text, "/api/v1/query_range?" + text + range)) {
            if (get(path) != 200) {
                throw new IOException("refused: " + path);
            }
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /// Sends the samples of all series in a range of time, which ends before `to`.
    private void write(long from, long to) throws IOException, InterruptedException {
        for (long t = from; t < to; t += (long) SAMPLES_PER_REQUEST * INTERVAL) {
            for (int series = 0; series < SERIES; series += GROUP) {
                send(request(series, t, to));
            }
        }
    }

    private void send(byte[] plain) throws IOException, InterruptedException {
        SnappyJavaCompressor snappy = new SnappyJavaCompressor();
        byte[] out = new byte[snappy.maxCompressedLength(plain.length)];
        int n = snappy.compress(plain, 0, plain.length, out, 0, out.length);
        HttpRequest request =
                HttpRequest.newBuilder(uri("/api/v1/write"))
                        .header("Content-Type", "application/x-protobuf")
                        .header("Content-Encoding", "snappy")
                        .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                        .POST(BodyPublishers.ofByteArray(Arrays.copyOf(out, n)))
                        .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(response.statusCode() + ": " + response.body());
        }
    }

    private static byte[] request(int first, long from, long to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int s = first; s < first + GROUP; s++) {
            ByteArrayOutputStream series = new ByteArrayOutputStream();
            for (String[] label : labels(s)) {
                ByteArrayOutputStream pair = new ByteArrayOutputStream();
                field(pair, 1, label[0].getBytes(StandardCharsets.UTF_8));
                field(pair, 2, label[1].getBytes(StandardCharsets.UTF_8));
                field(series, 1, pair.toByteArray());
            }
            for (int i = 0; i < SAMPLES_PER_REQUEST && from + (long) i * INTERVAL < to; i++) {
                field(series, 2, sample(s, from + (long) i * INTERVAL));
            }
            field(out, 1, series.toByteArray());
        }
        return out.toByteArray();
    }

    /// Half of the series are counters, a third those of histograms, the others gauges.
    private static List<String[]> labels(int s) {
        List<String[]> labels = new ArrayList<>();
        int kind = s % 6;
        String name =
                kind < 3
                        ? "http_requests_total"
                        : kind < 5 ? "http_request_duration_seconds_bucket" : "process_cpu_percent";
        labels.add(new String[] {"__name__", name});
        labels.add(new String[] {"instance", "app-" + s / 100 + ":8000"});
        if (kind == 3 || kind == 4) {
            labels.add(new String[] {"le", s / 6 % 9 == 0 ? "+Inf" : "0." + s / 6 % 9});
        }
        labels.add(new String[] {"method", s % 2 == 0 ? "GET" : "POST"});
        labels.add(new String[] {"path", "/p" + s % 100});
        labels.add(new String[] {"status", s % 7 == 0 ? "500" : "200"});
        return labels;
    }

    private static byte[] sample(int s, long time) {
        long tick = time / INTERVAL;
        double value = s % 6 == 5 ? (tick * 7919 + s) % 1000 / 10.0 : tick * (s % 13) + s % 5;
        ByteBuffer bytes = ByteBuffer.allocate(9 + 11).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) (1 << 3 | 1)).putDouble(value).put((byte) (2 << 3));
        for (long v = time; ; v >>>= 7) {
            if (v < 0x80) {
                bytes.put((byte) v);
                return Arrays.copyOf(bytes.array(), bytes.position());
            }
            bytes.put((byte) (v | 0x80));
        }
    }

    private static void field(ByteArrayOutputStream out, int number, byte[] bytes) {
        out.write(number << 3 | 2);
        int n = bytes.length;
        while (n >= 0x80) {
            out.write(n | 0x80);
            n >>>= 7;
        }
        out.write(n);
        out.writeBytes(bytes);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
