package io.narthex.promql.test;

import io.narthex.model.Labels;
import io.narthex.model.ListQueryable;
import io.narthex.model.ListSeries;
import io.narthex.model.Queryable;
import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.test.naive.NaiveEvaluator.Settings;
import io.narthex.promql.test.naive.random.RandomData;
import io.narthex.promql.test.naive.random.RandomQueries;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A query over some data, and how it is evaluated: what the random test makes and what corpus
/// files hold. These begin with a `load` as scripts have it.
///
/// @param threads of the engine
/// @param optimized whether the engine's optimizers are on
record RandomCase(
        List<ListSeries> data, String query, Settings settings, int threads, boolean optimized) {
    private static final Pattern TEXT =
            Pattern.compile(
                    "(?s)(?<load>.*\n)from (?<from>\\d+) to (?<to>\\d+) step (?<step>\\d+)"
                            + " lookback (?<lookback>\\d+) delayed-names (?<delayed>\\w+)"
                            + " start-timestamps (?<starts>\\w+) threads (?<threads>\\d+)"
                            + " optimized (?<optimized>\\w+)\n"
                            + "(?<query>.*?)\\s*");

    /// Some queries over the same data.
    static List<RandomCase> some(RandomGenerator random, int count) {
        List<ListSeries> data = new RandomData(random).series();
        RandomQueries queries = new RandomQueries(random);
        List<RandomCase> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Settings settings = settings(random);
            String query = queries.query(settings.step() == 0);
            int threads = 1 + random.nextInt(2);
            boolean optimized = random.nextInt(4) > 0;
            cases.add(new RandomCase(data, query, settings, threads, optimized));
        }
        return cases;
    }

    /// One step, a few, or so many that they are cut into tiles.
    private static Settings settings(RandomGenerator random) {
        long start = random.nextInt(1_000) * 1_000L;
        int kind = random.nextInt(60);
        int steps =
                kind == 0
                        ? 300 + random.nextInt(300)
                        : kind < 4
                                ? 65 + random.nextInt(120)
                                : kind < 20 ? 1 : 2 + random.nextInt(12);
        long step = steps == 1 ? 0 : 1_000L * (1 + random.nextInt(steps > 20 ? 7 : 90));
        long end = start + (steps - 1) * step + (steps == 1 ? 0 : random.nextInt((int) step));
        long lookback = random.nextInt(4) == 0 ? 1_000L * (1 + random.nextInt(600)) : 300_000;
        boolean delayed = random.nextInt(3) == 0;
        return new Settings(start, end, step, lookback, 60_000, delayed, random.nextBoolean());
    }

    Queryable store() {
        return new ListQueryable(data);
    }

    QueryRequest request() {
        return new QueryRequest(
                query,
                settings.start(),
                settings.end(),
                settings.step(),
                null,
                Duration.ofMillis(settings.lookback()));
    }

    RandomCase with(List<ListSeries> other) {
        return new RandomCase(other, query, settings, threads, optimized);
    }

    RandomCase with(Settings other) {
        return new RandomCase(data, query, other, threads, optimized);
    }

    /// Reads a corpus file.
    static RandomCase parse(String text) {
        Matcher m = TEXT.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("no corpus file: " + text);
        }
        List<ListSeries> data = new ArrayList<>();
        for (ScriptCommand command : ScriptParser.parse(m.group("load"))) {
            ScriptCommand.Load load = (ScriptCommand.Load) command;
            load.series().forEach(s -> data.add(series(s, load.step(), data.size())));
        }
        Settings settings =
                new Settings(
                        Long.parseLong(m.group("from")),
                        Long.parseLong(m.group("to")),
                        Long.parseLong(m.group("step")),
                        Long.parseLong(m.group("lookback")),
                        60_000,
                        Boolean.parseBoolean(m.group("delayed")),
                        Boolean.parseBoolean(m.group("starts")));
        return new RandomCase(
                data,
                m.group("query"),
                settings,
                Integer.parseInt(m.group("threads")),
                Boolean.parseBoolean(m.group("optimized")));
    }

    private static ListSeries series(ScriptCommand.LoadedSeries loaded, long step, long ref) {
        List<SeriesLine.Point> points = loaded.series().points();
        int n = (int) points.stream().filter(p -> !(p instanceof SeriesLine.Gap)).count();
        long[] times = new long[n];
        long[] starts = new long[n];
        double[] values = new double[n];
        @Nullable FloatHistogram[] histograms = new @Nullable FloatHistogram[n];
        int k = 0;
        for (int i = 0; i < points.size(); i++) {
            if (points.get(i) instanceof SeriesLine.Gap) {
                continue;
            }
            times[k] = i * step;
            starts[k] = loaded.startAt(i, times[k]);
            switch (points.get(i)) {
                case SeriesLine.Number(double value) -> values[k] = value;
                case SeriesLine.Histogram(FloatHistogram h, _) -> {
                    histograms[k] = h;
                    values[k] = h.sum();
                }
                case SeriesLine.Gap _ -> {}
            }
            k++;
        }
        Labels labels = loaded.series().labels();
        ListSeries s = new ListSeries(ref + 1, labels, times, values, histograms);
        return loaded.starts() == null ? s : s.withStartTimestamps(starts);
    }

    /// The text of a corpus file.
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("load 1s\n");
        for (ListSeries s : data) {
            if (s.hasStartTimestamps()) {
                out.append("  ").append(s.labels()).append("@st");
                append(out, s, true);
            }
            out.append("  ").append(s.labels());
            append(out, s, false);
        }
        return out.append(
                        "\nfrom %d to %d step %d lookback %d delayed-names %s start-timestamps %s threads %d optimized %s%n"
                                .formatted(
                                        settings.start(),
                                        settings.end(),
                                        settings.step(),
                                        settings.lookback(),
                                        settings.delayedNames(),
                                        settings.startTimestamps(),
                                        threads,
                                        optimized))
                .append(query)
                .append('\n')
                .toString();
    }

    private static void append(StringBuilder out, ListSeries s, boolean starts) {
        long next = 0;
        for (int i = 0; i < s.count(); i++) {
            long gaps = s.timeAt(i) / 1000 - next;
            if (gaps > 0) {
                out.append(gaps == 1 ? " _" : " _x" + gaps);
            }
            next += gaps + 1;
            long start = s.startTimestampAt(i);
            out.append(' ')
                    .append(!starts ? value(s, i) : start == 0 ? "_" : start - s.timeAt(i) + "ms");
        }
        out.append('\n');
    }

    private static String value(ListSeries s, int i) {
        if (StaleNaN.isStale(s.valueAt(i))) {
            return "stale";
        }
        return s.isHistogram(i) ? histogram(s.histogramAt(i)) : number(s.valueAt(i));
    }

    private static String number(double v) {
        return Double.isInfinite(v) ? (v > 0 ? "Inf" : "-Inf") : String.valueOf(v);
    }

    private static String histogram(FloatHistogram h) {
        StringBuilder out = new StringBuilder("{{schema:" + h.schema());
        out.append(" count:").append(number(h.count())).append(" sum:").append(number(h.sum()));
        if (h.hasCustomBounds()) {
            out.append(" custom_values:[");
            for (int i = 0; i < h.bounds().length; i++) {
                out.append(i == 0 ? "" : " ").append(number(h.bounds()[i]));
            }
            out.append(']');
        } else {
            out.append(" z_bucket:").append(number(h.zeroCount()));
            out.append(" z_bucket_w:").append(number(h.zeroThreshold()));
        }
        buckets(out, "", h.positive());
        buckets(out, "n_", h.negative());
        if (h.resetHint() != FloatHistogram.ResetHint.UNKNOWN) {
            String hint = h.resetHint().name().toLowerCase(Locale.ROOT).replace("counter_", "");
            out.append(" counter_reset_hint:").append(hint);
        }
        return out.append("}}").toString();
    }

    private static void buckets(StringBuilder out, String prefix, Buckets buckets) {
        if (buckets.size() == 0) {
            return;
        }
        List<String> counts = new ArrayList<>();
        for (int i = 0; i < buckets.size(); i++) {
            while (counts.size() < buckets.index(i) - buckets.index(0)) {
                counts.add("0");
            }
            counts.add(number(buckets.count(i)));
        }
        out.append(' ').append(prefix).append("offset:").append(buckets.index(0));
        out.append(' ').append(prefix).append("buckets:");
        out.append(counts.stream().collect(Collectors.joining(" ", "[", "]")));
    }
}
