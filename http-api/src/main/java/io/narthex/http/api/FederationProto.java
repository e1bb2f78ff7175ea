package io.narthex.http.api;

import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.proto.ProtoWriter;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// Federated samples as delimited `io.prometheus.client.MetricFamily` messages. The numbers are
/// those of the message's fields.
///
/// Thread safety: for one thread.
final class FederationProto implements FederationWriter {
    private static final int UNTYPED = 3;
    private static final int HISTOGRAM = 4;
    private static final int GAUGE_HISTOGRAM = 5;

    private final NameEscaping escaping;
    private final ProtoWriter proto = new ProtoWriter();

    FederationProto(NameEscaping escaping) {
        this.escaping = escaping;
    }

    @Override
    public boolean canWrite(FederatedSample sample) {
        return true;
    }

    @Override
    public void family(List<FederatedSample> samples, List<String[]> labels, OutputStream out)
            throws IOException {
        FederatedSample first = samples.getFirst();
        proto.clear();
        int family = proto.beginDelimited();
        proto.text(1, escaping.escape(first.name()));
        proto.varint(
                3,
                first.histogram() == null
                        ? UNTYPED
                        : first.isGauge() ? GAUGE_HISTOGRAM : HISTOGRAM);
        for (int i = 0; i < samples.size(); i++) {
            metric(samples.get(i), labels.get(i));
        }
        proto.end(family);
        out.write(proto.bytes(), 0, proto.size());
    }

    private void metric(FederatedSample sample, String[] labels) {
        int metric = proto.begin(4);
        for (int i = 0; i < labels.length; i += 2) {
            int label = proto.begin(1);
            proto.text(1, escaping.escape(labels[i]));
            proto.text(2, labels[i + 1]);
            proto.end(label);
        }
        FloatHistogram h = sample.histogram();
        if (h == null) {
            int untyped = proto.begin(5);
            proto.fixed64(1, sample.value());
            proto.end(untyped);
        } else {
            int histogram = proto.begin(7);
            proto.fixed64(2, h.sum());
            proto.fixed64(4, h.count());
            if (h.hasCustomBounds()) {
                classic(h);
            } else {
                exponential(h);
            }
            proto.end(histogram);
        }
        proto.varint(6, sample.time());
        proto.end(metric);
    }

    private void classic(FloatHistogram h) {
        double below = 0;
        int at = 0;
        for (int i = 0; i < h.bounds().length; i++) {
            while (at < h.positive().size() && h.positive().index(at) <= i) {
                below += h.positive().count(at++);
            }
            int bucket = proto.begin(3);
            proto.fixed64(2, h.bounds()[i]);
            proto.fixed64(4, below);
            proto.end(bucket);
        }
    }

    private void exponential(FloatHistogram h) {
        proto.zigzag(5, h.schema());
        proto.fixed64(6, h.zeroThreshold());
        proto.fixed64(8, h.zeroCount());
        buckets(h.negative(), 9, 11);
        buckets(h.positive(), 12, 14);
    }

    private void buckets(Buckets buckets, int spans, int counts) {
        for (Buckets.Span span : buckets.spans()) {
            int at = proto.begin(spans);
            proto.zigzag(1, span.offset());
            proto.varint(2, span.length());
            proto.end(at);
        }
        for (int i = 0; i < buckets.size(); i++) {
            proto.fixed64(counts, buckets.count(i));
        }
    }
}
