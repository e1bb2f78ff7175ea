package io.narthex.server.ruletest;

import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.number.GoText;
import io.narthex.promql.Value.MatrixRow;

import java.util.Locale;

/// A series with all its samples as promtool dumps it: a line for each, its time in seconds.
///
/// Thread safety: stateless.
final class DumpText {
    private DumpText() {}

    static String of(MatrixRow row) {
        StringBuilder out = new StringBuilder(row.labels().toString()).append(" =>");
        for (int i = 0; i < row.size(); i++) {
            FloatHistogram histogram = row.histogramAt(i);
            String value = histogram == null ? GoText.plain(row.valueAt(i)) : histogram.toString();
            out.append(String.format(Locale.ROOT, "%n%s @[%d]", value, row.timeAt(i)));
        }
        return out.toString();
    }
}
