package io.narthex.rules.backtest;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.model.StaleNaN;
import io.narthex.testkit.ListStore;
import io.narthex.testkit.Seeds;

import java.util.List;
import java.util.random.RandomGenerator;

/// Random samples, and rules over them.
final class RandomBacktest {
    /// A time that no interval divides.
    static final long START = 1_700_000_012_345L;

    private static final long SCRAPE = 15_000;

    private static final List<String> EXPRESSIONS =
            List.of(
                    "m > 5",
                    "m > bool 5 == 1",
                    "rate(c[1m]) > 0.2",
                    "increase(c[2m]) > 4",
                    "sum by (a) (m) > 8",
                    "m > 3 and on (a) n > 2",
                    "m / on (a) n > 1",
                    "m unless on (a, b) n > 4",
                    "absent(m{a=\"x\"})",
                    "count_over_time(m[1m]) > 3",
                    "m offset 1m > 6",
                    "m @ end() > 6",
                    "topk(2, m) > 2",
                    "max_over_time(m[2m:20s]) > 8",
                    "rec:m > 5",
                    "rec:m > 4 or m < 1",
                    "max_over_time(rec:m[2m]) > 6",
                    "rec:late > 6",
                    "{__name__=~\"rec:.*\"} > 7",
                    "ALERTS{alertname=\"A0\",alertstate=\"firing\"}",
                    "count_over_time(ALERTS{alertname=\"A1\"}[1m]) > 1",
                    "vector(time() % 240 > bool 90) > 0",
                    "m");

    private static final List<String> RECORDED =
            List.of("avg_over_time(m[1m])", "sum by (a) (m)", "m > 2", "rate(c[1m])", "rec:m + 1");

    final ListStore store = new ListStore();
    private final RandomGenerator random;

    RandomBacktest(long seed) {
        this.random = Seeds.random(seed);
        for (String a : List.of("x", "y")) {
            for (String b : List.of("p", "q")) {
                samples(Labels.of("__name__", "m", "a", a, "b", b), false);
                samples(Labels.of("__name__", "c", "a", a, "b", b), true);
            }
            samples(Labels.of("__name__", "n", "a", a, "b", "p"), false);
        }
        if (random.nextInt(4) == 0) {
            samples(Labels.of("__name__", "n", "a", "x", "b", "q"), false);
        }
    }

    long end() {
        return START + 60_000L * (4 + random.nextInt(3));
    }

    /// Scrapes that are late, missing or ended by a marker, and counters that begin anew.
    private void samples(Labels labels, boolean counter) {
        try (Appender appender = store.appender()) {
            long ref = appender.resolve(labels);
            double value = random.nextInt(10);
            boolean there = random.nextInt(4) > 0;
            for (long t = START - 180_000; t < START + 420_000; t += SCRAPE) {
                if (random.nextInt(12) == 0) {
                    if (there) {
                        appender.append(ref, t, StaleNaN.VALUE);
                    }
                    there = !there;
                } else if (there && random.nextInt(10) > 0) {
                    value = next(value, counter);
                    appender.append(ref, t + random.nextInt(3000), value);
                }
            }
            appender.commit();
        }
    }

    private double next(double value, boolean counter) {
        if (counter) {
            return random.nextInt(15) == 0 ? 0 : value + random.nextInt(8);
        }
        return switch (random.nextInt(20)) {
            case 0 -> Double.NaN;
            case 1, 2, 3, 4, 5 -> random.nextInt(10);
            default -> value;
        };
    }

    /// One or two groups.
    String yaml() {
        StringBuilder out = new StringBuilder("groups:\n");
        int alerts = 0;
        int groups = 1 + random.nextInt(2);
        for (int g = 0; g < groups; g++) {
            out.append("- name: g").append(g).append('\n');
            out.append("  interval: ").append(pick("20s", "30s", "45s", "1m")).append('\n');
            if (random.nextInt(3) == 0) {
                out.append("  query_offset: ").append(pick("10s", "1m")).append('\n');
            }
            if (random.nextInt(5) == 0) {
                out.append("  limit: 2\n");
            }
            out.append("  rules:\n");
            if (random.nextInt(2) == 0) {
                record(out, "rec:m");
            }
            for (int n = 1 + random.nextInt(2); n > 0; n--) {
                alert(out, alerts++);
            }
            if (random.nextInt(4) == 0) {
                record(out, "rec:late");
            }
        }
        return out.toString();
    }

    private void record(StringBuilder out, String name) {
        out.append("  - record: ").append(name).append('\n');
        expr(out, pick(RECORDED.toArray(String[]::new)));
        if (random.nextInt(2) == 0) {
            out.append("    labels: {r: \"").append(random.nextInt(2)).append("\"}\n");
        }
    }

    private void alert(StringBuilder out, int n) {
        out.append("  - alert: A").append(n).append('\n');
        expr(out, pick(EXPRESSIONS.toArray(String[]::new)));
        if (random.nextInt(4) > 0) {
            out.append("    for: ").append(pick("15s", "45s", "1m", "2m")).append('\n');
        }
        if (random.nextInt(2) == 0) {
            out.append("    keep_firing_for: ").append(pick("20s", "1m", "90s")).append('\n');
        }
        if (random.nextInt(4) == 0) {
            out.append("    on_missing: ")
                    .append(pick("resolve", "keep", "alert", "keep_while_target_down"))
                    .append('\n');
        }
        // Templates that ask make a query for each element.
        boolean asks = random.nextInt(12) == 0;
        out.append("    labels: ")
                .append(
                        asks
                                ? "{n: '{{ query \"rec:m\" | len }}'}"
                                : pick(
                                        "{}",
                                        "{sev: page}",
                                        "{sev: '{{ $labels.a }}'}",
                                        "{v: '{{ $value }}'}",
                                        "{b: ''}"))
                .append('\n');
        out.append("    annotations: {x: '{{ $value }}'}\n");
    }

    private static void expr(StringBuilder out, String expr) {
        out.append("    expr: '").append(expr).append("'\n");
    }

    private String pick(String... from) {
        return from[random.nextInt(from.length)];
    }
}
