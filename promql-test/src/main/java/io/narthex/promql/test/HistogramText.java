package io.narthex.promql.test;

import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.number.GoText;

import java.util.StringJoiner;

/// Writes native histograms in the notation of scripts: what is zero is left out, buckets stand in
/// one run, gaps filled, without empty ones at its ends.
///
/// Thread safety: stateless.
final class HistogramText {
    /// Buckets further apart than this are of no histogram that anybody writes in a test.
    private static final int MAX_RUN = 100_000;

    private HistogramText() {}

    static String of(FloatHistogram h) {
        StringJoiner out = new StringJoiner(" ", "{{", "}}");
        if (h.schema() != 0) {
            out.add("schema:" + h.schema());
        }
        add(out, "count", h.count());
        add(out, "sum", h.sum());
        add(out, "z_bucket", h.zeroCount());
        add(out, "z_bucket_w", h.zeroThreshold());
        if (h.hasCustomBounds()) {
            out.add("custom_values:" + list(h.bounds()));
        }
        switch (h.resetHint()) {
            case UNKNOWN -> {}
            case COUNTER_RESET -> out.add("counter_reset_hint:reset");
            case NOT_COUNTER_RESET -> out.add("counter_reset_hint:not_reset");
            case GAUGE -> out.add("counter_reset_hint:gauge");
        }
        addBuckets(out, "", h.positive().compact());
        addBuckets(out, "n_", h.negative().compact());
        return out.toString();
    }

    private static void add(StringJoiner out, String key, double value) {
        if (value != 0) {
            out.add(key + ":" + GoText.g(value));
        }
    }

    private static void addBuckets(StringJoiner out, String prefix, Buckets buckets) {
        if (buckets.size() == 0) {
            return;
        }
        int first = buckets.index(0);
        long length = (long) buckets.index(buckets.size() - 1) - first + 1;
        if (length > MAX_RUN) {
            out.add(prefix + "buckets:" + buckets);
            return;
        }
        double[] run = new double[(int) length];
        for (int i = 0; i < buckets.size(); i++) {
            run[buckets.index(i) - first] = buckets.count(i);
        }
        if (first != 0) {
            out.add(prefix + "offset:" + first);
        }
        out.add(prefix + "buckets:" + list(run));
    }

    private static String list(double[] numbers) {
        StringJoiner list = new StringJoiner(" ", "[", "]");
        for (double number : numbers) {
            list.add(GoText.g(number));
        }
        return list.toString();
    }
}
