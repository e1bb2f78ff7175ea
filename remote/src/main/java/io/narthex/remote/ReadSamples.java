package io.narthex.remote;

import io.narthex.model.Labels;
import io.narthex.model.SeriesData;
import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.proto.ProtoWriter;
import io.narthex.remote.wire.RefusedException;

/// Builds a `prometheus.ReadResponse`: every sample of every series, in memory. The numbers are
/// those of the message's fields.
///
/// Thread safety: for one thread.
final class ReadSamples {
    private static final double MAX_INTEGER = 0x1p53;

    private final ReadLabels labels;
    private final RemoteReadOptions options;
    private final ProtoWriter proto;
    private int result;
    private long samples;

    ReadSamples(ReadLabels labels, RemoteReadOptions options, ProtoWriter proto) {
        this.labels = labels;
        this.options = options;
        this.proto = proto;
    }

    void beginQuery() {
        result = proto.begin(1);
        samples = 0;
    }

    void endQuery() {
        proto.end(result);
    }

    /// Adds samples `from … end-1`.
    ///
    /// @throws RefusedException if the answer becomes too large
    void series(Labels of, SeriesData data, int from, int end) throws RefusedException {
        samples += end - from;
        if (options.maxSamples() > 0 && samples > options.maxSamples()) {
            throw RefusedException.malformed(
                    "exceeded sample limit (" + options.maxSamples() + ")");
        }
        int series = proto.begin(1);
        labels.write(of, 1, proto);
        for (int i = from; i < end; i++) {
            if (data.isHistogram(i)) {
                histogram(data.histogramAt(i), data.timeAt(i));
            } else {
                int sample = proto.begin(2);
                proto.fixed64(1, data.valueAt(i));
                proto.varint(2, data.timeAt(i));
                proto.end(sample);
            }
            if (proto.size() > options.maxAnswerBytes()) {
                throw RefusedException.malformed(
                        "the answer has more than "
                                + options.maxAnswerBytes()
                                + " bytes; accept STREAMED_XOR_CHUNKS, or ask for less");
            }
        }
        proto.end(series);
    }

    private void histogram(FloatHistogram h, long time) {
        int histogram = proto.begin(4);
        boolean integers = isInteger(h);
        if (integers) {
            proto.varint(1, (long) h.count());
        } else {
            proto.fixed64(2, h.count());
        }
        proto.fixed64(3, h.sum());
        proto.zigzag(4, h.schema());
        proto.fixed64(5, h.zeroThreshold());
        if (integers) {
            proto.varint(6, (long) h.zeroCount());
        } else {
            proto.fixed64(7, h.zeroCount());
        }
        buckets(h.negative(), 8, integers);
        buckets(h.positive(), 11, integers);
        proto.varint(14, h.resetHint().ordinal());
        proto.varint(15, time);
        proto.packedFixed64(16, h.bounds());
        proto.end(histogram);
    }

    /// @param field of the spans; differences and counts follow
    private void buckets(Buckets buckets, int field, boolean integers) {
        for (Buckets.Span span : buckets.spans()) {
            int at = proto.begin(field);
            proto.zigzag(1, span.offset());
            proto.varint(2, span.length());
            proto.end(at);
        }
        int n = buckets.size();
        if (integers) {
            long[] deltas = new long[n];
            for (int i = 0; i < n; i++) {
                deltas[i] = (long) buckets.count(i) - (i == 0 ? 0 : (long) buckets.count(i - 1));
            }
            proto.packedZigzag(field + 1, deltas);
        } else {
            double[] counts = new double[n];
            for (int i = 0; i < n; i++) {
                counts[i] = buckets.count(i);
            }
            proto.packedFixed64(field + 2, counts);
        }
    }

    private static boolean isInteger(FloatHistogram h) {
        return isInteger(h.count())
                && isInteger(h.zeroCount())
                && isInteger(h.positive())
                && isInteger(h.negative());
    }

    private static boolean isInteger(Buckets buckets) {
        for (int i = 0; i < buckets.size(); i++) {
            if (!isInteger(buckets.count(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isInteger(double v) {
        return v >= 0 && v <= MAX_INTEGER && v == Math.rint(v);
    }
}
