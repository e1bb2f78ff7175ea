package io.narthex.promql.test.naive;

import io.narthex.model.Sample;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/// A function of one series' samples within a window.
///
/// @param samples at least one, without markers
/// @param start exclusive, epoch milliseconds
/// @param end inclusive
/// @param time the time of evaluation, which is not the window's end where there is an offset
record NaiveWindow(List<Sample> samples, long start, long end, long time) {

    /// The value of a function with its scalar arguments, or nothing.
    OptionalDouble apply(String function, double[] args) {
        double[] v = samples.stream().mapToDouble(Sample::value).toArray();
        return switch (function) {
            case "sum_over_time" -> OptionalDouble.of(NaiveSums.sum(v));
            case "avg_over_time" -> OptionalDouble.of(NaiveSums.mean(v));
            case "min_over_time" -> OptionalDouble.of(NaiveSums.extremum(v, false));
            case "max_over_time" -> OptionalDouble.of(NaiveSums.extremum(v, true));
            case "count_over_time" -> OptionalDouble.of(v.length);
            case "present_over_time" -> OptionalDouble.of(1);
            case "last_over_time" -> OptionalDouble.of(v[v.length - 1]);
            case "first_over_time" -> OptionalDouble.of(v[0]);
            case "stdvar_over_time" -> OptionalDouble.of(NaiveSums.variance(v));
            case "stddev_over_time" -> OptionalDouble.of(Math.sqrt(NaiveSums.variance(v)));
            case "quantile_over_time" -> OptionalDouble.of(NaiveSums.quantile(args[0], v));
            case "mad_over_time" -> OptionalDouble.of(medianDeviation(v));
            case "ts_of_first_over_time" -> seconds(samples.getFirst());
            case "ts_of_last_over_time" -> seconds(samples.getLast());
            case "changes" -> OptionalDouble.of(changes(v));
            case "resets" -> OptionalDouble.of(resets(v));
            case "rate" -> scaled(extrapolated(true), 1000.0 / (end - start));
            case "increase" -> extrapolated(true);
            case "delta" -> extrapolated(false);
            case "irate" -> instantRate();
            case "idelta" -> instantDelta();
            case "deriv" -> line(samples.getFirst().timestamp(), 0, true);
            case "predict_linear" -> line(time, args[0], false);
            default -> throw new UnsupportedOperationException(function);
        };
    }

    private static OptionalDouble seconds(Sample sample) {
        return OptionalDouble.of(sample.timestamp() / 1000.0);
    }

    private static OptionalDouble scaled(OptionalDouble value, double factor) {
        return value.isEmpty() ? value : OptionalDouble.of(value.getAsDouble() * factor);
    }

    private static double medianDeviation(double[] v) {
        if (Arrays.stream(v).anyMatch(Double::isNaN)) {
            return Double.NaN;
        }
        double median = NaiveSums.quantile(0.5, v);
        return NaiveSums.quantile(0.5, Arrays.stream(v).map(x -> Math.abs(x - median)).toArray());
    }

    private static int changes(double[] v) {
        int n = 0;
        for (int i = 1; i < v.length; i++) {
            boolean same = v[i] == v[i - 1] || (Double.isNaN(v[i]) && Double.isNaN(v[i - 1]));
            n += same ? 0 : 1;
        }
        return n;
    }

    private static int resets(double[] v) {
        int n = 0;
        for (int i = 1; i < v.length; i++) {
            n += v[i] < v[i - 1] ? 1 : 0;
        }
        return n;
    }

    /// The growth within the whole window, if it goes on at its borders as between the samples: to
    /// a border that is near, else by half a distance, and for counters never below zero.
    private OptionalDouble extrapolated(boolean counter) {
        int n = samples.size();
        if (n < 2) {
            return OptionalDouble.empty();
        }
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        double growth = last.value() - first.value();
        for (int i = 1; counter && i < n; i++) {
            double before = samples.get(i - 1).value();
            growth += samples.get(i).value() < before ? before : 0;
        }
        double sampled = (last.timestamp() - first.timestamp()) / 1000.0;
        double distance = sampled / (n - 1);
        double before = reach((first.timestamp() - start) / 1000.0, distance);
        double after = reach((end - last.timestamp()) / 1000.0, distance);
        if (counter && growth > 0 && first.value() >= 0) {
            before = Math.min(before, sampled * (first.value() / growth));
        }
        return OptionalDouble.of(growth * ((sampled + before + after) / sampled));
    }

    private static double reach(double gap, double distance) {
        return gap < distance * 1.1 ? gap : distance / 2;
    }

    private OptionalDouble instantDelta() {
        int n = samples.size();
        return n < 2
                ? OptionalDouble.empty()
                : OptionalDouble.of(samples.get(n - 1).value() - samples.get(n - 2).value());
    }

    private OptionalDouble instantRate() {
        int n = samples.size();
        if (n < 2) {
            return OptionalDouble.empty();
        }
        Sample a = samples.get(n - 2);
        Sample b = samples.get(n - 1);
        double growth = b.value() < a.value() ? b.value() : b.value() - a.value();
        return OptionalDouble.of(growth / ((b.timestamp() - a.timestamp()) / 1000.0));
    }

    /// The line of least squares: its slope per second, or its value some seconds after a time.
    private OptionalDouble line(long origin, double after, boolean slopeOnly) {
        int n = samples.size();
        if (n < 2) {
            return OptionalDouble.empty();
        }
        double[] x = samples.stream().mapToDouble(s -> (s.timestamp() - origin) / 1000.0).toArray();
        double[] y = samples.stream().mapToDouble(Sample::value).toArray();
        if (Arrays.stream(y).allMatch(v -> v == y[0])) {
            double slope = Double.isInfinite(y[0]) ? Double.NaN : 0;
            return OptionalDouble.of(slopeOnly ? slope : slope * after + y[0]);
        }
        double meanX = NaiveSums.mean(x);
        double meanY = NaiveSums.mean(y);
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < n; i++) {
            covariance += (x[i] - meanX) * (y[i] - meanY);
            variance += (x[i] - meanX) * (x[i] - meanX);
        }
        double slope = covariance / variance;
        return OptionalDouble.of(slopeOnly ? slope : meanY - slope * meanX + slope * after);
    }
}
