package io.narthex.server.peers;

import io.narthex.server.peers.SeededSeries.Reading;
import io.narthex.server.peers.SeededSeries.Rhythm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/// Two hours and a half of several services, machines and oddities: always the same.
///
/// The time is fixed, and a leap day ends within it. Samples lie at odd milliseconds, never on a
/// whole or half second; queries are asked at half seconds and subqueries evaluate at whole ones.
/// So no sample is on the left border of a window or of a look-back, which Prometheus 2.42 counts
/// in and Prometheus 3 and Narthex do not.
///
/// Thread safety: for one thread.
final class SeededSamples {
    static final Instant BEGIN = Instant.parse("2024-02-29T22:30:00Z");
    static final Duration LENGTH = Duration.ofMinutes(150);

    private static final Rhythm EVERY_15S = new Rhythm(15_000, 137, 0);
    private static final Rhythm EVERY_30S = new Rhythm(30_000, 7_803, 0);
    private static final Rhythm EVERY_MINUTE = new Rhythm(60_000, 22_411, 0);
    private static final Rhythm JITTERING = new Rhythm(15_000, 3_037, 4_000);
    private static final IntPredicate ALWAYS = _ -> true;

    private static final String[] ENDS = {
        "GET,200", "GET,404", "POST,201", "POST,500",
    };

    private final List<SeededSeries> series = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(42);

    private SeededSamples() {}

    /// All series.
    static List<SeededSeries> all() {
        SeededSamples samples = new SeededSamples();
        samples.requests();
        samples.histograms();
        samples.machines();
        samples.infos();
        samples.gauges();
        samples.extremes();
        samples.comingAndGoing();
        samples.odd();
        return samples.series;
    }

    /// Five processes of two services: one is restarted twice, one is out for a while and says so,
    /// one is out and does not say so.
    private void requests() {
        for (String process : List.of("api,a:80", "api,b:80", "api,c:80", "web,a:81", "web,b:81")) {
            String job = process.substring(0, 3);
            String instance = process.substring(4);
            boolean marked = job.equals("web");
            IntPredicate there = there(process);
            String target = "job=" + job + ",instance=" + instance;
            add("up", target, EVERY_15S, ALWAYS, step -> there.test(step) ? 1 : 0);
            for (String handler : List.of("/", "/items", "/login")) {
                for (String end : ENDS) {
                    String labels =
                            target
                                    + (",handler=" + handler)
                                    + (",method=" + end.substring(0, end.indexOf(',')))
                                    + (",code=" + end.substring(end.indexOf(',') + 1));
                    double pace = end.contains("200") ? 40 : end.contains("500") ? 0.3 : 4;
                    Reading count = counter(pace, restarts(process));
                    add("http_requests_total", labels, EVERY_15S, there, marked, count);
                }
            }
            Reading cpu = counter(3.7, restarts(process));
            add("process_cpu_seconds_total", target, EVERY_15S, there, marked, s -> cpu.at(s) / 7);
            Reading memory = walk(2e8, 3e6);
            add("process_resident_memory_bytes", target, EVERY_15S, there, marked, memory);
        }
    }

    private static IntPredicate there(String process) {
        return switch (process) {
            case "api,c:80" -> step -> step < 220 || step > 300;
            case "web,a:81" -> step -> step < 100 || step > 160 && step < 410 || step > 415;
            default -> ALWAYS;
        };
    }

    private static int[] restarts(String process) {
        return switch (process) {
            case "api,b:80" -> new int[] {201, 404};
            // Before anybody looks again: what is seen first is far from zero.
            case "web,a:81" -> new int[] {141};
            default -> new int[0];
        };
    }

    private void histograms() {
        String[] fine = {"0.005", "0.025", "0.1", "0.25", "0.5", "1", "2.5", "+Inf"};
        String[] coarse = {"0.1", "1.0", "10", "+Inf"};
        String name = "http_request_duration_seconds";
        for (String instance : List.of("a:80", "b:80")) {
            for (String handler : List.of("/", "/items", "/login")) {
                String labels = "job=api,instance=" + instance + ",handler=" + handler;
                histogram(name, labels, fine, instance.equals("b:80") ? 201 : -1);
            }
        }
        histogram(name, "job=web,instance=a:81,handler=/", coarse, -1);
        histogram("rpc_latency_seconds", "job=rpc,instance=r:1", coarse, 300);
        histogram(
                "signed_celsius",
                "job=rpc,instance=r:1",
                new String[] {"-5", "0", "5", "+Inf"},
                -1);
        // Nobody can say anything about these.
        histogram("unbounded_seconds", "job=rpc", new String[] {"1", "2"}, -1);
        histogram("lonely_seconds", "job=rpc", new String[] {"+Inf"}, -1);
        // Lower in a wider bucket than in a narrower one.
        double[] broken = {10, 8, 20, 19.5, 30};
        for (int i = 0; i < broken.length; i++) {
            int index = i;
            String le = List.of("1", "2", "4", "8", "+Inf").get(i);
            add("broken_bucket", "le=" + le, EVERY_30S, ALWAYS, s -> broken[index] * (s + 1));
        }
    }

    private void histogram(String name, String labels, String[] bounds, int restart) {
        Reading[] own = new Reading[bounds.length];
        for (int b = 0; b < bounds.length; b++) {
            own[b] = counter(8.0 / (1 + Math.abs(b - bounds.length / 2)), restart);
        }
        double[][] cumulative = new double[601][bounds.length];
        for (int step = 0; step < cumulative.length; step++) {
            double sum = 0;
            for (int b = 0; b < bounds.length; b++) {
                sum += own[b].at(step);
                cumulative[step][b] = sum;
            }
        }
        int last = bounds.length - 1;
        for (int b = 0; b < bounds.length; b++) {
            int index = b;
            String bucket = labels + ",le=" + bounds[b];
            add(name + "_bucket", bucket, EVERY_15S, ALWAYS, s -> cumulative[s][index]);
        }
        add(name + "_count", labels, EVERY_15S, ALWAYS, s -> cumulative[s][last]);
        add(name + "_sum", labels, EVERY_15S, ALWAYS, s -> cumulative[s][last] * 0.31);
    }

    private void machines() {
        for (String node : List.of("n1", "n2")) {
            for (String cpu : List.of("0", "1")) {
                for (String mode : List.of("idle", "user", "system", "iowait")) {
                    String labels = "job=node,instance=" + node + ",cpu=" + cpu + ",mode=" + mode;
                    Reading busy = counter(mode.equals("idle") ? 25 : 2, -1);
                    add("node_cpu_seconds_total", labels, EVERY_30S, ALWAYS, busy);
                }
            }
            for (String device : List.of("sda1,/", "sda2,/home", "tmpfs,/run")) {
                String[] parts = device.split(",", -1);
                String labels =
                        "job=node,instance="
                                + node
                                + (",device=" + parts[0] + ",mountpoint=" + parts[1])
                                + (",fstype=" + (parts[0].equals("tmpfs") ? "tmpfs" : "ext4"));
                add("node_filesystem_size_bytes", labels, EVERY_MINUTE, ALWAYS, _ -> 5e11);
                Reading free = walk(2e11, 1e9);
                add("node_filesystem_avail_bytes", labels, EVERY_MINUTE, ALWAYS, free);
            }
            Reading load = walk(1.5, 0.2);
            add("node_load1", "job=node,instance=" + node, EVERY_30S, ALWAYS, load);
        }
    }

    private void infos() {
        String[] pods = {"api-0", "api-1", "web-0", "web-1", "db-0"};
        for (int i = 0; i < pods.length; i++) {
            String pod = "namespace=" + (i < 4 ? "shop" : "data") + ",pod=" + pods[i];
            String info =
                    pod
                            + (",node=n" + (1 + i % 2) + ",host_ip=10.0.0." + (1 + i % 2))
                            + (",pod_ip=10.1.0." + i + ",uid=0f" + i + "e,created_by_kind=")
                            + (i < 4 ? "ReplicaSet" : "StatefulSet")
                            + ",priority_class=normal,qos=Burstable,host_network=false";
            add("kube_pod_info", info, EVERY_30S, ALWAYS, _ -> 1);
            for (String container : List.of("main", "proxy")) {
                String labels = pod + ",container=" + container;
                Reading memory = walk(1e8 * (i + 1), 1e6);
                add("container_memory_bytes", labels, EVERY_30S, ALWAYS, memory);
                if (i != 3) {
                    add("container_memory_limit_bytes", labels, EVERY_MINUTE, ALWAYS, _ -> 1e9);
                }
            }
        }
        for (String target : List.of("api,a:80", "api,b:80", "web,a:81", "web,b:81")) {
            String labels = "job=" + target.substring(0, 3) + ",instance=" + target.substring(4);
            String old = labels + ",version=1.9,goversion=go1.21,revision=ab12";
            String next = labels + ",version=2.0,goversion=go1.22,revision=cd34";
            add("build_info", old, EVERY_15S, step -> step < 201, true, _ -> 1);
            add("build_info", next, EVERY_15S, step -> step >= 201, true, _ -> 1);
        }
    }

    private void gauges() {
        for (String room : List.of("attic", "cellar", "hall", "yard")) {
            double mean = room.equals("yard") ? -3 : room.length() * 3;
            String labels = "room=" + room + ",floor=" + (room.length() - 4);
            add(
                    "temperature_celsius",
                    labels,
                    EVERY_30S,
                    ALWAYS,
                    s -> mean + Math.sin(s / 9.0) * 4);
        }
        for (int queue = 0; queue < 6; queue++) {
            int shift = queue * 5 + 3;
            String labels = "queue=q" + queue + ",kind=" + (queue % 2 == 0 ? "mail" : "image");
            add(
                    "queue_depth",
                    labels,
                    EVERY_15S,
                    ALWAYS,
                    s -> Math.floorMod(s * shift, 11) - shift % 3);
        }
        for (String name : List.of("one", "two", "three")) {
            double period = name.length();
            add("leader", "node=" + name, JITTERING, ALWAYS, s -> s / 40 % period == 1 ? 1 : 0);
        }
        add("constant_value", "size=large", EVERY_15S, ALWAYS, _ -> 123456.789);
        add("constant_value", "size=zero", EVERY_15S, ALWAYS, _ -> 0);
        add("constant_value", "size=negative", EVERY_15S, ALWAYS, _ -> -7.25);
        add("angle_radians", "", EVERY_15S, ALWAYS, s -> s / 50.0 - 6);
        add("share_ratio", "part=a", EVERY_15S, ALWAYS, s -> Math.sin(s / 30.0));
        add("share_ratio", "part=b", EVERY_15S, ALWAYS, s -> Math.cos(s / 17.0) / 3);
        String[] days = {"-62135596800", "-1", "0", "951782400", "1709251199", "4102444800"};
        for (String day : days) {
            double second = Double.parseDouble(day);
            add(
                    "event_timestamp_seconds",
                    "event=" + day,
                    EVERY_30S,
                    ALWAYS,
                    s -> second + s * 86_000.5);
        }
    }

    private void extremes() {
        double[][] kinds = {
            {1, Double.NaN, 3, 4}, {1, Double.POSITIVE_INFINITY, -2, 5},
            {Double.NEGATIVE_INFINITY, 2, 2, 8}, {Double.NaN, Double.NaN, Double.NaN, Double.NaN},
            {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, 1}, {-0.0, 0.0, -1, 1},
        };
        for (int kind = 0; kind < kinds.length; kind++) {
            double[] values = kinds[kind];
            String labels = "place=p" + kind + ",side=" + (kind % 2 == 0 ? "left" : "right");
            add("sensor_reading", labels, EVERY_15S, ALWAYS, s -> values[s / 7 % 4]);
        }
        add("extreme_value", "size=huge", EVERY_15S, ALWAYS, s -> 1.6e308 + (s % 5) * 1e306);
        add("extreme_value", "size=big", EVERY_15S, ALWAYS, s -> (s % 3 - 1) * 1e300);
        add("extreme_value", "size=tiny", EVERY_15S, ALWAYS, s -> (s % 7) * 1e-300);
        add("extreme_value", "size=subnormal", EVERY_15S, ALWAYS, s -> (1 + s % 4) * 4.9e-324);
        add("extreme_value", "size=precise", EVERY_15S, ALWAYS, s -> 1e15 + s * 0.125);
        // What a plain sum of these loses, a compensated one keeps.
        double[] cancelling = {1e16, 1, -1e16};
        for (int i = 0; i < cancelling.length; i++) {
            double value = cancelling[i];
            add("cancelling_value", "part=" + i, EVERY_15S, ALWAYS, _ -> value);
        }
    }

    private void comingAndGoing() {
        for (int batch = 0; batch < 8; batch++) {
            int from = 60 * batch + 13;
            int to = from + 80;
            Reading progress = counter(3, -1);
            IntPredicate there = step -> step >= from && step < to;
            String labels = "batch=" + batch + ",team=" + (batch % 3 == 0 ? "red" : "blue");
            add("batch_items_total", labels, EVERY_15S, there, batch % 2 == 0, progress);
            add("batch_progress", labels, EVERY_15S, there, batch % 2 == 0, s -> (s - from) / 80.0);
        }
        add("single_sample", "", EVERY_15S, step -> step == 160, false, _ -> 7);
        add("two_samples_total", "", EVERY_MINUTE, step -> step == 40 || step == 42, false, s -> s);
        // Begins a little more than half an interval after zero.
        add("fresh_items_total", "", EVERY_15S, step -> step > 200, false, s -> (s - 200) * 10 - 2);
        add("flapping", "", EVERY_15S, step -> step % 10 < 4, true, s -> s);
        // Begins at zero in the middle, after samples of a longer interval than usual.
        add(
                "late_counter_total",
                "",
                new Rhythm(120_000, 41_009, 0),
                s -> s > 20,
                false,
                s -> s - 21);
        Reading irregular = counter(5, 333);
        add("heartbeats_total", "", JITTERING, step -> step * 7 % 5 != 0, false, irregular);
    }

    private void odd() {
        String[] words = {" ", "0", "ü", "日本", "🔥", "a\"b\\c", "line\nbreak", "a,b=c", "{}", "$1"};
        for (int i = 0; i < words.length; i++) {
            int value = i;
            add(Map.of("__name__", "word", "text", words[i], "empty", ""), EVERY_30S, _ -> value);
        }
        add("recorded:requests:rate5m", "job=api", EVERY_MINUTE, ALWAYS, walk(100, 3));
        add("recorded:requests:rate5m", "job=web", EVERY_MINUTE, ALWAYS, walk(50, 3));
        add("sum", "by=x", EVERY_MINUTE, ALWAYS, s -> s);
    }

    /// Uneven growth from a random start; from zero again at each restart.
    private Reading counter(double pace, int... restarts) {
        SplittableRandom own = random.split();
        double[] total = {own.nextInt(5_000)};
        return step -> {
            for (int restart : restarts) {
                total[0] = step == restart ? 0 : total[0];
            }
            total[0] += Math.floor(own.nextDouble() * 2 * pace + own.nextDouble());
            return total[0];
        };
    }

    private Reading walk(double from, double stride) {
        SplittableRandom own = random.split();
        double[] value = {from};
        return _ -> value[0] += (own.nextDouble() - 0.5) * stride;
    }

    private void add(
            String name, String labels, Rhythm rhythm, IntPredicate there, Reading reading) {
        add(name, labels, rhythm, there, false, reading);
    }

    /// @param labels such as `job=api,instance=a:80`
    private void add(
            String name,
            String labels,
            Rhythm rhythm,
            IntPredicate there,
            boolean marked,
            Reading reading) {
        Map<String, String> all = new HashMap<>(Map.of("__name__", name));
        for (String label : labels.split(",", -1)) {
            int equals = label.indexOf('=');
            if (equals > 0) {
                all.put(label.substring(0, equals), label.substring(equals + 1));
            }
        }
        add(all, rhythm, there, marked, reading);
    }

    private void add(Map<String, String> labels, Rhythm rhythm, Reading reading) {
        add(labels, rhythm, ALWAYS, false, reading);
    }

    private void add(
            Map<String, String> labels,
            Rhythm rhythm,
            IntPredicate there,
            boolean marked,
            Reading reading) {
        series.add(
                SeededSeries.of(
                        labels,
                        BEGIN.toEpochMilli(),
                        LENGTH.toMillis(),
                        rhythm,
                        there,
                        marked,
                        reading));
    }
}
