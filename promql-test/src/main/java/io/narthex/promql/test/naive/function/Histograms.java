package io.narthex.promql.test.naive.function;

import static io.narthex.promql.test.naive.NaiveEvaluator.quoted;

import io.narthex.model.Labels;
import io.narthex.model.histogram.Bucket;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.number.GoText;
import io.narthex.promql.parser.PositionRange;
import io.narthex.promql.test.naive.NaiveEvaluator;
import io.narthex.promql.test.naive.Point;
import io.narthex.promql.test.naive.Series;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Quantiles and fractions of histograms, classic and native ones.
///
/// Thread safety: stateless.
public final class Histograms {
    private Histograms() {}

    /// A histogram of either kind: its buckets in ascending order, and how many observations there
    /// were, of which some may have been NaN and are in no bucket.
    private record Form(
            boolean classic, boolean custom, boolean hasNaN, double count, List<Bucket> buckets) {
        boolean isOpen() {
            return classic && !Double.isInfinite(buckets.getLast().upper());
        }

        double inBuckets() {
            double sum = 0;
            for (Bucket b : buckets) {
                sum += b.count();
            }
            return sum;
        }

        /// Within an exponential bucket observations are thought to lie evenly on a logarithmic
        /// scale, else on a linear one.
        boolean isLinear(Bucket b) {
            return custom || (b.lower() <= 0 && b.upper() >= 0);
        }
    }

    private interface Figure {
        double of(Form histogram, Consumer<String> note);
    }

    static List<Series> quantile(Call call) {
        double q = call.numbers()[0];
        requireQuantile(call.in(), q, call.place(0));
        return each(call, 1, (h, note) -> quantile(q, h, note));
    }

    static List<Series> quantiles(Call call) {
        List<Series> output = new ArrayList<>();
        for (int i = 0; i < call.count() - 2; i++) {
            double q = call.numbers()[i];
            requireQuantile(call.in(), q, call.place(2 + i));
            String text = GoText.g(q) + (q == Math.rint(q) && Double.isFinite(q) ? ".0" : "");
            for (Series s : each(call, 0, (h, note) -> quantile(q, h, note))) {
                output.add(s.with(s.labels().with(call.text(1), text)));
            }
        }
        return output;
    }

    static List<Series> fraction(Call call) {
        double lower = call.numbers()[0];
        double upper = call.numbers()[1];
        return each(call, 2, (h, note) -> fraction(lower, upper, h, note));
    }

    public static void requireQuantile(NaiveEvaluator in, double q, PositionRange at) {
        if (!(q >= 0 && q <= 1)) {
            in.warn("should be between 0 and 1, got " + GoText.g(q), at);
        }
    }

    /// A figure of each histogram. The buckets of classic ones belong together by all labels but
    /// `le`. A histogram that is there in both forms is left out.
    private static List<Series> each(Call call, int vector, Figure figure) {
        NaiveEvaluator in = call.in();
        PositionRange at = call.place(vector);
        Map<Series, TreeMap<Double, Double>> classic = new LinkedHashMap<>();
        List<Series> natives = new ArrayList<>();
        for (Series s : call.vector(vector)) {
            String le = s.labels().getOrEmpty(Labels.BUCKET);
            Double bound = bound(le);
            if (!s.point().isFloat()) {
                natives.add(s);
            } else if (bound == null) {
                in.warn("malformed value of " + quoted(le) + ofMetric(call, s), at);
            } else {
                Series key = new Series(s.labels().drop(Labels.BUCKET), s.nameless(), List.of());
                var buckets = classic.computeIfAbsent(key, _ -> new TreeMap<>());
                buckets.merge(bound, s.point().value(), Double::sum);
            }
        }
        Map<Series, Form> all = new LinkedHashMap<>();
        for (Series s : natives) {
            Series key = new Series(s.labels(), s.nameless(), List.of());
            if (classic.remove(key) != null) {
                in.warn("mix of classic and native histograms" + ofMetric(call, s), at);
            } else {
                all.put(key, form(s.point().h()));
            }
        }
        classic.forEach((key, buckets) -> all.put(key, form(buckets)));
        List<Series> output = new ArrayList<>();
        all.forEach(
                (key, h) -> {
                    double value = figure.of(h, end -> in.info(end + ofMetric(call, key), at));
                    List<Point> point = List.of(Point.of(call.time(), value));
                    output.add(in.dropName(new Series(key.labels(), key.nameless(), point)));
                });
        return output;
    }

    private static @Nullable Double bound(String le) {
        try {
            return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.valueOf(le);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /// The metric is named only where names are still there.
    private static String ofMetric(Call call, Series s) {
        boolean known = call.in().settings().delayedNames() && !s.labels().metricName().isEmpty();
        return known ? " for metric name " + s.name() : "";
    }

    /// @param upTo how many observations were not above each bound
    private static Form form(TreeMap<Double, Double> upTo) {
        List<Bucket> buckets = new ArrayList<>();
        double lower = upTo.firstKey() > 0 ? 0 : Double.NEGATIVE_INFINITY;
        double before = 0;
        for (Map.Entry<Double, Double> b : upTo.entrySet()) {
            buckets.add(new Bucket(lower, b.getKey(), true, true, b.getValue() - before));
            lower = b.getKey();
            before = b.getValue();
        }
        return new Form(true, true, false, before, buckets);
    }

    /// With all counts that fall raised, which is told unless it is so little that it comes from
    /// rounding.
    private static Form raised(Form h, Consumer<String> note) {
        TreeMap<Double, Double> raised = new TreeMap<>();
        double before = h.buckets.getFirst().count();
        double upTo = 0;
        for (Bucket b : h.buckets) {
            upTo += b.count();
            boolean near = Math.abs(upTo - before) < 1e-12 * (Math.abs(upTo) + Math.abs(before));
            if (upTo < before && !near) {
                note.accept("/querying/functions/#histogram_quantile)");
            }
            before = near ? before : Math.max(before, upTo);
            raised.put(b.upper(), before);
        }
        return form(raised);
    }

    /// With buckets on one side only, zero is where the zero bucket's observations begin.
    private static Form form(FloatHistogram h) {
        List<Bucket> buckets = new ArrayList<>();
        boolean up = h.negative().size() == 0 && h.positive().size() > 0;
        boolean down = h.positive().size() == 0 && h.negative().size() > 0;
        for (Bucket b : h.ascending()) {
            boolean zero = b.lower() <= 0 && b.upper() >= 0;
            double lower = zero && up ? 0 : b.lower();
            double upper = zero && down ? 0 : b.upper();
            buckets.add(new Bucket(lower, upper, true, true, b.count()));
        }
        buckets.removeIf(b -> b.count() == 0);
        return new Form(false, h.hasCustomBounds(), Double.isNaN(h.sum()), h.count(), buckets);
    }

    private static double quantile(double q, Form h, Consumer<String> note) {
        if (!(q >= 0 && q <= 1)) {
            return Numbers.quantile(q, 0);
        }
        if (h.isOpen()) {
            return Double.NaN;
        }
        return ofQuantile(q, h.classic ? raised(h, note) : h, note);
    }

    private static double ofQuantile(double q, Form h, Consumer<String> note) {
        if (h.count == 0 || (h.classic && h.buckets.size() < 2)) {
            return Double.NaN;
        }
        if (!Double.isNaN(h.count) && h.buckets.stream().anyMatch(b -> Double.isNaN(b.count()))) {
            throw new UnsupportedOperationException("Prometheus' binary search past NaN");
        }
        boolean upwards = h.classic || h.hasNaN || q < 0.5;
        double rank = (upwards ? q : 1 - q) * h.count;
        List<Bucket> order = upwards ? h.buckets : h.buckets.reversed();
        Bucket b = new Bucket(0, 0, true, true, 0);
        double seen = 0;
        int n = 0;
        // Where the total is NaN, no bucket but the last is reached.
        while (n < order.size() && (n == 0 || !(seen >= rank))) {
            b = order.get(n++);
            seen += b.count();
        }
        // Nobody knows how observations lie up to infinity.
        if (h.custom && (Double.isInfinite(b.lower()) || Double.isInfinite(b.upper()))) {
            return Double.isInfinite(b.lower()) ? b.upper() : b.lower();
        }
        seen = Math.min(seen, h.count);
        if (seen < rank && h.hasNaN) {
            note.accept("has NaN observations, result is NaN");
        }
        if (seen < rank) {
            return h.hasNaN ? Double.NaN : b.upper();
        }
        if (h.hasNaN && n < order.size()) {
            throw new UnsupportedOperationException("Prometheus reads another bucket");
        }
        if (h.hasNaN && seen < h.count) {
            note.accept("has NaN observations, result is skewed higher");
        }
        double share = (upwards ? rank - (seen - b.count()) : seen - rank) / b.count();
        if (h.isLinear(b)) {
            return b.lower() + (b.upper() - b.lower()) * share;
        }
        double lower = Bucket.log2(Math.abs(b.lower()));
        double upper = Bucket.log2(Math.abs(b.upper()));
        return b.lower() > 0
                ? Math.pow(2, lower + (upper - lower) * share)
                : -Math.pow(2, upper + (lower - upper) * (1 - share));
    }

    private static double fraction(double lower, double upper, Form h, Consumer<String> note) {
        if (h.count == 0 || h.isOpen() || Double.isNaN(lower) || Double.isNaN(upper)) {
            return Double.NaN;
        }
        if (lower >= upper) {
            return 0;
        }
        double total = h.hasNaN ? h.inBuckets() : h.count;
        if (total < h.count) {
            note.accept("which are excluded from all fractions");
        }
        double below = Math.min(total, rank(lower, h, total));
        return (Math.min(total, rank(upper, h, total)) - below) / h.count;
    }

    /// How many observations lie below a value.
    private static double rank(double value, Form h, double total) {
        double below = 0;
        for (Bucket b : h.buckets) {
            if (b.lower() >= value) {
                return below;
            }
            if (b.upper() > value) {
                boolean endless = h.isLinear(b) && Double.isInfinite(b.lower());
                double share = endless ? 1 : b.fractionBelow(value, h.isLinear(b));
                return below + b.count() * share;
            }
            below += b.count();
        }
        return total;
    }

    /// The mean square distance from the mean, each bucket's observations being in its middle.
    static double variance(FloatHistogram h) {
        double mean = h.sum() / h.count();
        double squares = 0;
        for (Bucket b : h.ascending()) {
            boolean zero = b.lower() <= 0 && b.upper() >= 0;
            double root = zero ? 0 : Math.copySign(Math.sqrt(b.upper() * b.lower()), b.upper());
            double middle = h.hasCustomBounds() ? (b.lower() + b.upper()) / 2 : root;
            double distance = middle - mean;
            squares += b.count() == 0 ? 0 : b.count() * distance * distance;
        }
        return squares / h.count();
    }
}
