package io.narthex.benchmarks;

import java.util.Arrays;

/// `sum by (g) (rate(x[range]))` as Prometheus computes it: series by series an iterator feeds a
/// buffer with the window of each step, the function looks at every sample of it, and the sums are
/// compensated.
///
/// Thread safety: for one thread.
final class StepwiseRate {
    private final XorChunk[][] chunks;
    private final long range;
    private long[] times = new long[64];
    private double[] values = new double[64];
    private int size;

    StepwiseRate(Counters data, int samplesPerChunk, long range) {
        this.range = range;
        chunks = new XorChunk[data.series()][];
        for (int i = 0; i < chunks.length; i++) {
            int n = (data.scrapes() + samplesPerChunk - 1) / samplesPerChunk;
            chunks[i] = new XorChunk[n];
            for (int c = 0; c < n; c++) {
                int from = c * samplesPerChunk;
                int to = Math.min(data.scrapes(), from + samplesPerChunk);
                chunks[i][c] = XorChunk.encode(data.timesOf(i), data.values()[i], from, to);
            }
        }
    }

    /// Bytes of all chunks.
    long bytes() {
        return Arrays.stream(chunks).flatMap(Arrays::stream).mapToLong(XorChunk::bytes).sum();
    }

    /// The sums by group and step.
    double[][] sums(long start, long step, int steps) {
        double[][] sums = new double[Counters.groups()][steps];
        double[][] rest = new double[Counters.groups()][steps];
        for (int i = 0; i < chunks.length; i++) {
            int g = Counters.groupOf(i);
            series(chunks[i], start, step, sums[g], rest[g]);
        }
        for (int g = 0; g < sums.length; g++) {
            for (int k = 0; k < steps; k++) {
                sums[g][k] += rest[g][k];
            }
        }
        return sums;
    }

    private void series(XorChunk[] own, long start, long step, double[] sum, double[] rest) {
        size = 0;
        int chunk = 0;
        XorChunk.Cursor cursor = own[0].cursor();
        boolean more = cursor.next();
        for (int k = 0; k < sum.length; k++) {
            long end = start + k * step;
            dropBefore(end - range);
            while (more && cursor.time() <= end) {
                if (cursor.time() > end - range) {
                    add(cursor.time(), cursor.value());
                }
                more = cursor.next();
                if (!more && ++chunk < own.length) {
                    cursor = own[chunk].cursor();
                    more = cursor.next();
                }
            }
            if (size >= 2) {
                add(sum, rest, k, rate(end));
            }
        }
    }

    /// Kahan's sum in Neumaier's form.
    private static void add(double[] sum, double[] rest, int k, double x) {
        double t = sum[k] + x;
        rest[k] += Math.abs(sum[k]) >= Math.abs(x) ? (sum[k] - t) + x : (x - t) + sum[k];
        sum[k] = t;
    }

    private void dropBefore(long mint) {
        int drop = 0;
        while (drop < size && times[drop] <= mint) {
            drop++;
        }
        if (drop > 0) {
            System.arraycopy(times, drop, times, 0, size - drop);
            System.arraycopy(values, drop, values, 0, size - drop);
            size -= drop;
        }
    }

    private void add(long time, double value) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        times[size] = time;
        values[size++] = value;
    }

    /// The extrapolated rate of the buffered window.
    private double rate(long end) {
        double increase = values[size - 1] - values[0];
        for (int i = 1; i < size; i++) {
            if (values[i] < values[i - 1]) {
                increase += values[i - 1];
            }
        }
        double toStart = (times[0] - (end - range)) / 1000.0;
        double toEnd = (end - times[size - 1]) / 1000.0;
        double sampled = (times[size - 1] - times[0]) / 1000.0;
        double average = sampled / (size - 1);
        double threshold = average * 1.1;
        if (toStart >= threshold) {
            toStart = average / 2;
        }
        if (increase > 0 && values[0] >= 0) {
            toStart = Math.min(toStart, sampled * (values[0] / increase));
        }
        if (toEnd >= threshold) {
            toEnd = average / 2;
        }
        double factor = (sampled + toStart + toEnd) / sampled;
        return increase * factor / (range / 1000.0);
    }
}
