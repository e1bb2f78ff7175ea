package io.narthex.promql.test;

import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.model.histogram.HistogramSum;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads native histograms of a script, such as
/// `{{schema:0 count:4 sum:2.5 z_bucket:1 z_bucket_w:0.001 buckets:[1 2] offset:-1}}`.
final class HistogramNotation {
    private static final Pattern KEY =
            Pattern.compile("\\s*(?<key>[a-z_]+):(?:\\[(?<list>[^\\]]*)]|(?<one>[^\\s\\[]+))\\s*");

    /// `{{…}}`, with a step and a number of repetitions.
    private static final Pattern SERIES =
            Pattern.compile(
                    "\\{\\{(?<first>.*?)}}(?:(?<sign>[+-])\\{\\{(?<step>.*?)}})?(?:x(?<times>[0-9]+))?");

    private final Map<String, String> parts = new HashMap<>();
    private final int line;

    private HistogramNotation(String text, int line) {
        this.line = line;
        Matcher m = KEY.matcher(text);
        int at = 0;
        while (m.find() && m.start() == at) {
            String list = m.group("list");
            String old = parts.put(m.group("key"), list == null ? m.group("one") : list);
            if (old != null) {
                throw new ScriptException(line, "twice in a histogram: " + m.group("key"));
            }
            at = m.end();
        }
        if (!text.substring(at).isBlank()) {
            throw new ScriptException(line, "not a part of a histogram: " + text.substring(at));
        }
    }

    /// The points of one item of a series, or null where it is no histogram.
    ///
    /// @throws ScriptException if it is not valid
    static @Nullable List<SeriesLine.Point> points(String item, int line) {
        Matcher m = SERIES.matcher(item);
        if (!m.matches()) {
            return null;
        }
        SeriesLine.Histogram first = new HistogramNotation(m.group("first"), line).read();
        String step = m.group("step");
        String times = m.group("times");
        int n = times == null ? 0 : ScriptNumbers.times(times, line);
        List<SeriesLine.Point> points = new ArrayList<>();
        points.add(first);
        if (step == null) {
            for (int i = 0; i < n; i++) {
                points.add(first);
            }
            return points;
        }
        FloatHistogram by = new HistogramNotation(step, line).read().value();
        FloatHistogram current = first.value();
        for (int i = 0; i < n; i++) {
            current = stepped(current, by, m.group("sign").equals("+"), line);
            points.add(new SeriesLine.Histogram(current, false));
        }
        return points;
    }

    private static FloatHistogram stepped(
            FloatHistogram current, FloatHistogram by, boolean up, int line) {
        if (current.schema() > by.schema()) {
            throw new ScriptException(
                    line,
                    "error combining histograms: cannot merge from schema "
                            + by.schema()
                            + " to "
                            + current.schema());
        }
        HistogramSum sum = new HistogramSum(current);
        if (!(up ? sum.add(by) : sum.subtract(by))) {
            throw new ScriptException(line, "exponential and custom buckets do not add up");
        }
        return sum.toHistogram();
    }

    private SeriesLine.Histogram read() {
        String hint = parts.remove("counter_reset_hint");
        FloatHistogram histogram =
                new FloatHistogram(
                        (int) number("schema"),
                        number("z_bucket_w"),
                        number("z_bucket"),
                        number("count"),
                        number("sum"),
                        Buckets.run((int) number("offset"), numbers("buckets")),
                        Buckets.run((int) number("n_offset"), numbers("n_buckets")),
                        numbers("custom_values"),
                        hint(hint));
        if (!parts.isEmpty()) {
            throw new ScriptException(line, "no part of a histogram: " + parts.keySet());
        }
        return new SeriesLine.Histogram(histogram, hint != null);
    }

    private ResetHint hint(@Nullable String text) {
        return switch (text) {
            case null -> ResetHint.UNKNOWN;
            case "unknown" -> ResetHint.UNKNOWN;
            case "reset" -> ResetHint.COUNTER_RESET;
            case "not_reset" -> ResetHint.NOT_COUNTER_RESET;
            case "gauge" -> ResetHint.GAUGE;
            default -> throw new ScriptException(line, "no hint about counter resets: " + text);
        };
    }

    private double number(String key) {
        String text = parts.remove(key);
        return text == null ? 0 : number(key, text);
    }

    private double[] numbers(String key) {
        String text = parts.remove(key);
        if (text == null || text.isBlank()) {
            return new double[0];
        }
        String[] texts = text.strip().split("\\s+");
        double[] numbers = new double[texts.length];
        for (int i = 0; i < texts.length; i++) {
            numbers[i] = number(key, texts[i]);
        }
        return numbers;
    }

    private double number(String key, String text) {
        Double value = ScriptNumbers.number(text);
        if (value == null) {
            throw new ScriptException(line, "not a number after " + key + ": " + text);
        }
        return value;
    }
}
