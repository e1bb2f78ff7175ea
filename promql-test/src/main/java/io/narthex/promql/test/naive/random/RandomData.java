package io.narthex.promql.test.naive.random;

import io.narthex.model.Labels;
import io.narthex.model.ListQueryable;
import io.narthex.model.ListSeries;
import io.narthex.model.Queryable;
import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.FloatHistogram;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Random series: counters and gauges, classic and native histograms, info series, with gaps,
/// markers, jitter and odd values. Most values are quarters, so that sums of them are exact and
/// comparisons mean the same in every engine; all times are whole seconds, as scripts can have
/// them.
///
/// Thread safety: for one thread.
public final class RandomData {
    /// Metrics of floats; `unique` has no two equal values at a time, so that its ranks are
    /// certain.
    static final List<String> FLOATS =
            List.of("a_total", "b", "c", "unique", "st_total", "http.requests");

    /// Buckets of a classic histogram.
    static final String BUCKETS = "d_bucket";

    /// Metrics of native histograms: exponential, custom, gauges, and mixed with floats.
    static final List<String> HISTOGRAMS = List.of("nat", "nhcb", "hgauge", "mixed");

    /// Samples lie between 0 and this, in milliseconds.
    static final long END = 1_200_000;

    private final RandomGenerator random;
    private final List<ListSeries> series = new ArrayList<>();

    /// @param random where everything comes from
    public RandomData(RandomGenerator random) {
        this.random = random;
    }

    /// A store of a few series of each metric.
    public Queryable store() {
        return new ListQueryable(series());
    }

    /// A few series of each metric.
    public List<ListSeries> series() {
        series.clear();
        for (String metric : FLOATS) {
            labelSets(metric, 7).forEach(this::floats);
        }
        for (String metric : HISTOGRAMS) {
            labelSets(metric, 4).forEach(this::histograms);
        }
        labelSets(BUCKETS, 3).forEach(this::buckets);
        infos();
        return List.copyOf(series);
    }

    private Set<Labels> labelSets(String metric, int most) {
        Set<Labels> sets = new LinkedHashSet<>();
        int count = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(most - 1);
        for (int i = 0; i < count; i++) {
            Labels labels = Labels.of(Labels.NAME, metric, "g", pick("x", "y", "z"));
            if (random.nextInt(8) > 0) {
                labels = labels.with("n", pick("1", "2", "3"));
            }
            if (metric.contains(".")) {
                labels = labels.with("host.name", pick("α", "β"));
            }
            if (random.nextInt(10) == 0) {
                labels = labels.with("__type__", "counter").with("__unit__", "seconds");
            }
            sets.add(labels);
        }
        return sets;
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private long[] times() {
        boolean jitter = random.nextInt(3) == 0;
        long interval = random.nextBoolean() ? 15_000 : 40_000;
        long[] times = new long[(int) (END / interval) + 1];
        int n = 0;
        for (long t = 0; t <= END && n < times.length; t += interval) {
            if (random.nextInt(40) == 0) {
                t += random.nextInt(12) * interval;
            }
            times[n++] = t + (jitter ? random.nextInt(3) * 1000 : 0);
        }
        return Arrays.copyOf(times, n);
    }

    private void add(
            Labels labels,
            long[] times,
            double[] values,
            @Nullable FloatHistogram @Nullable [] histograms) {
        long ref = series.size() + 1L;
        ListSeries s = new ListSeries(ref, labels, times, values, histograms);
        boolean starts = labels.metricName().equals("st_total") || random.nextInt(12) == 0;
        series.add(starts ? s.withStartTimestamps(starts(times)) : s);
    }

    /// Mostly the start of a counter, sometimes that of a delta, none, or nonsense.
    private long[] starts(long[] times) {
        long[] starts = new long[times.length];
        long start = times.length == 0 ? 0 : times[0] - 7_000;
        boolean deltas = random.nextInt(4) == 0;
        for (int i = 0; i < times.length; i++) {
            if (i > 0 && random.nextInt(12) == 0) {
                start =
                        times[i - 1]
                                + 1_000L
                                        * random.nextInt(
                                                1 + (int) (times[i] - times[i - 1]) / 1000);
            }
            starts[i] = deltas && i > 0 ? times[i - 1] : start;
            switch (random.nextInt(25)) {
                case 0 -> starts[i] = 0;
                case 1 -> starts[i] = times[i] + 1_000L * (random.nextInt(20) - 15);
                default -> {}
            }
            starts[i] = Math.max(0, starts[i]);
        }
        return starts;
    }

    private void floats(Labels labels) {
        long[] times = times();
        double[] values = new double[times.length];
        String metric = labels.metricName();
        boolean odd = random.nextInt(6) == 0 && !metric.equals("unique");
        int ordinal = series.size();
        double last = random.nextInt(40) / 4.0;
        for (int i = 0; i < times.length; i++) {
            last =
                    switch (metric) {
                        case "a_total", "st_total", "http.requests" -> counter(last);
                        case "unique" -> random.nextInt(200) + ordinal / 64.0;
                        default -> random.nextInt(3) == 0 ? last : (random.nextInt(80) - 40) / 4.0;
                    };
            int kind = random.nextInt(40);
            values[i] = kind == 1 ? StaleNaN.VALUE : odd && kind < 5 ? oddValue() : last;
        }
        add(labels, times, values, null);
    }

    private double counter(double last) {
        return random.nextInt(15) == 0 ? random.nextInt(4) : last + random.nextInt(20) / 4.0;
    }

    private double oddValue() {
        return switch (random.nextInt(4)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.NEGATIVE_INFINITY;
            default -> -0.0;
        };
    }

    private void histograms(Labels labels) {
        long[] times = times();
        double[] values = new double[times.length];
        @Nullable FloatHistogram[] histograms = new @Nullable FloatHistogram[times.length];
        RandomHistogram source = new RandomHistogram(random, labels.metricName());
        boolean mixed = labels.metricName().equals("mixed");
        double last = 0;
        boolean isFloat = mixed && random.nextBoolean();
        for (int i = 0; i < times.length; i++) {
            FloatHistogram h = source.next();
            last = counter(last);
            isFloat ^= mixed && random.nextInt(20) == 0;
            if (random.nextInt(40) == 0) {
                h = RandomHistogram.stale(h);
            }
            histograms[i] = isFloat ? null : h;
            values[i] = isFloat ? last : h.sum();
        }
        add(labels, times, values, histograms);
    }

    /// Bucket series as a target shows them; some are missing, some fall, some have no bound.
    private void buckets(Labels labels) {
        long[] times = times();
        List<String> bounds =
                random.nextInt(6) == 0
                        ? List.of("1", "2", "x")
                        : List.of("0.5", "1", "2.5", "+Inf");
        double[][] values = new double[bounds.size()][times.length];
        double[] counts = new double[bounds.size()];
        boolean falls = random.nextInt(4) == 0;
        for (int i = 0; i < times.length; i++) {
            boolean reset = random.nextInt(20) == 0;
            double all = 0;
            for (int b = 0; b < counts.length; b++) {
                counts[b] = (reset ? 0 : counts[b]) + random.nextInt(5);
                all += counts[b];
                values[b][i] = falls && random.nextInt(10) == 0 ? all / 2 : all;
            }
        }
        for (int b = 0; b < counts.length; b++) {
            if (random.nextInt(12) > 0) {
                add(labels.with(Labels.BUCKET, bounds.get(b)), times.clone(), values[b], null);
            }
        }
        if (random.nextInt(6) == 0) {
            histograms(labels);
        }
    }

    /// Requests of three instances, and what is known about them, which changes with time.
    private void infos() {
        for (String instance : List.of("i1", "i2", "i3")) {
            Labels id = Labels.of("instance", instance, "job", pick("j", "k"));
            if (random.nextInt(4) > 0) {
                floats(id.with(Labels.NAME, "a_total").with("g", pick("x", "y")));
            }
            long change = random.nextInt(2) * 600_000L;
            info(id.with(Labels.NAME, "target_info").with("v", pick("1", "2")), change, END);
            if (change > 0 && random.nextInt(3) > 0) {
                Labels other = id.with(Labels.NAME, "target_info").with("v", "3").with("g", "w");
                info(other, 0, change - 1);
            }
            if (random.nextInt(3) == 0) {
                info(id.with(Labels.NAME, "build_info").with("rev", pick("r", "s")), 0, END);
            }
        }
    }

    private void info(Labels labels, long from, long to) {
        long[] times = Arrays.stream(times()).filter(t -> t >= from && t <= to).toArray();
        double[] values = new double[times.length];
        Arrays.fill(values, 1);
        add(labels, times, values, null);
    }
}
