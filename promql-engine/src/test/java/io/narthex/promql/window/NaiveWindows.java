package io.narthex.promql.window;

import io.narthex.model.StaleNaN;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// The functions as they are defined, one window at a time, over lists: what the kernels must equal
/// bit by bit.
final class NaiveWindows {
    record Sample(long t, double v) {}

    private NaiveWindows() {}

    /// The samples of a window, stale markers left out.
    static List<Sample> window(long[] times, double[] values, long end, long range) {
        List<Sample> in = new ArrayList<>();
        for (int i = 0; i < times.length; i++) {
            if (times[i] > end - range && times[i] <= end && !StaleNaN.isStale(values[i])) {
                in.add(new Sample(times[i], values[i]));
            }
        }
        return in;
    }

    static OptionalDouble evaluate(String name, List<Sample> w, long end, long range) {
        return switch (name) {
            case "rate" -> extrapolated(w, end, range, true, true);
            case "increase" -> extrapolated(w, end, range, true, false);
            case "delta" -> extrapolated(w, end, range, false, false);
            case "max_over_time" -> extremum(w, true);
            case "min_over_time" -> extremum(w, false);
            case "changes" -> changes(w);
            case "resets" -> resets(w);
            case "sum_over_time" -> sum(w);
            case "count_over_time" -> w.isEmpty() ? none() : some(w.size());
            case "last_over_time" -> w.isEmpty() ? none() : some(w.getLast().v);
            case "irate" -> irate(w);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static OptionalDouble extrapolated(
            List<Sample> w, long end, long range, boolean counter, boolean perSecond) {
        if (w.size() < 2) {
            return none();
        }
        Sample first = w.getFirst();
        Sample last = w.getLast();
        double result = last.v - first.v;
        for (int i = 1; counter && i < w.size(); i++) {
            if (w.get(i).v < w.get(i - 1).v) {
                result += w.get(i - 1).v;
            }
        }
        double toStart = (first.t - (end - range)) / 1000.0;
        double toEnd = (end - last.t) / 1000.0;
        double sampled = (last.t - first.t) / 1000.0;
        double average = sampled / (w.size() - 1);
        double threshold = average * 1.1;
        if (toStart >= threshold) {
            toStart = average / 2;
        }
        if (counter) {
            double toZero = toStart;
            if (result > 0 && first.v >= 0) {
                toZero = sampled * (first.v / result);
            }
            if (toZero < toStart) {
                toStart = toZero;
            }
        }
        if (toEnd >= threshold) {
            toEnd = average / 2;
        }
        double factor = (sampled + toStart + toEnd) / sampled;
        if (perSecond) {
            factor /= range / 1000.0;
        }
        return some(result * factor);
    }

    private static OptionalDouble extremum(List<Sample> w, boolean max) {
        if (w.isEmpty()) {
            return none();
        }
        double best = w.getFirst().v;
        for (Sample s : w) {
            if (Double.isNaN(best) || (max ? s.v > best : s.v < best)) {
                best = s.v;
            }
        }
        return some(best);
    }

    private static OptionalDouble changes(List<Sample> w) {
        int n = 0;
        for (int i = 1; i < w.size(); i++) {
            double before = w.get(i - 1).v;
            double after = w.get(i).v;
            if (after != before && !(Double.isNaN(after) && Double.isNaN(before))) {
                n++;
            }
        }
        return w.isEmpty() ? none() : some(n);
    }

    private static OptionalDouble resets(List<Sample> w) {
        int n = 0;
        for (int i = 1; i < w.size(); i++) {
            if (w.get(i).v < w.get(i - 1).v) {
                n++;
            }
        }
        return w.isEmpty() ? none() : some(n);
    }

    private static OptionalDouble sum(List<Sample> w) {
        double sum = 0;
        double c = 0;
        for (Sample s : w) {
            double t = sum + s.v;
            if (Double.isInfinite(t)) {
                c = 0;
            } else if (Math.abs(sum) >= Math.abs(s.v)) {
                c += (sum - t) + s.v;
            } else {
                c += (s.v - t) + sum;
            }
            sum = t;
        }
        if (w.isEmpty()) {
            return none();
        }
        return some(Double.isInfinite(sum) ? sum : sum + c);
    }

    private static OptionalDouble irate(List<Sample> w) {
        if (w.size() < 2) {
            return none();
        }
        Sample a = w.get(w.size() - 2);
        Sample b = w.getLast();
        double increase = b.v < a.v ? b.v : b.v - a.v;
        return some(increase / ((b.t - a.t) / 1000.0));
    }

    private static OptionalDouble some(double v) {
        return OptionalDouble.of(v);
    }

    private static OptionalDouble none() {
        return OptionalDouble.empty();
    }
}
