package io.narthex.http.api;

import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.number.GoText;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Federated samples in the text format 0.0.4.
///
/// Thread safety: for one thread.
final class FederationText implements FederationWriter {
    private static final int FLUSHED = 8 << 10;

    private final NameEscaping escaping;
    private final StringBuilder line = new StringBuilder();

    FederationText(NameEscaping escaping) {
        this.escaping = escaping;
    }

    /// Text has no native histograms, but those with custom buckets look like classic ones.
    @Override
    public boolean canWrite(FederatedSample sample) {
        return sample.histogram() == null || sample.histogram().hasCustomBounds();
    }

    @Override
    public void family(List<FederatedSample> samples, List<String[]> labels, OutputStream out)
            throws IOException {
        FederatedSample first = samples.getFirst();
        String name = escaping.escape(first.name());
        line.append("# TYPE ");
        quoted(name);
        line.append(first.histogram() == null ? " untyped\n" : " histogram\n");
        for (int i = 0; i < samples.size(); i++) {
            FederatedSample sample = samples.get(i);
            FloatHistogram h = sample.histogram();
            if (h == null) {
                sample(name, labels.get(i), "", sample.value(), sample.time());
            } else {
                histogram(name, labels.get(i), h, sample.time());
            }
            if (line.length() > FLUSHED) {
                flush(out);
            }
        }
        flush(out);
    }

    private void flush(OutputStream out) throws IOException {
        out.write(line.toString().getBytes(StandardCharsets.UTF_8));
        line.setLength(0);
    }

    private void histogram(String name, String[] labels, FloatHistogram h, long time) {
        double below = 0;
        int bucket = 0;
        for (int i = 0; i < h.bounds().length; i++) {
            while (bucket < h.positive().size() && h.positive().index(bucket) <= i) {
                below += h.positive().count(bucket++);
            }
            sample(name + "_bucket", labels, GoText.g(h.bounds()[i]), below, time);
        }
        sample(name + "_bucket", labels, "+Inf", h.count(), time);
        sample(name + "_sum", labels, "", h.sum(), time);
        sample(name + "_count", labels, "", h.count(), time);
    }

    /// @param le empty for a sample that is no bucket
    private void sample(String name, String[] labels, String le, double value, long time) {
        boolean classic = NameEscaping.isClassic(name);
        char separator = '{';
        if (classic) {
            line.append(name);
        } else {
            line.append('{');
            quoted(name);
            separator = ',';
        }
        for (int i = 0; i < labels.length; i += 2) {
            line.append(separator);
            quoted(escaping.escape(labels[i]));
            line.append("=\"");
            escaped(labels[i + 1]);
            line.append('"');
            separator = ',';
        }
        if (!le.isEmpty()) {
            line.append(separator).append(Labels.BUCKET).append("=\"").append(le).append('"');
            separator = ',';
        }
        if (separator == ',') {
            line.append('}');
        }
        line.append(' ').append(value == 0 ? "0" : GoText.g(value));
        line.append(' ').append(time).append('\n');
    }

    /// A name in quotation marks unless it is classic.
    private void quoted(String name) {
        if (NameEscaping.isClassic(name)) {
            line.append(name);
        } else {
            line.append('"');
            escaped(name);
            line.append('"');
        }
    }

    private void escaped(String text) {
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '"' -> line.append("\\\"");
                default -> line.append(text.charAt(i));
            }
        }
    }
}
