package io.narthex.tsdb;

import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.testkit.SeriesDataReader;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Everything a store holds, to be compared.
final class Samples {
    private Samples() {}

    /// Every sample by labels, as `time=bits`, histograms with a hash of all they hold behind their
    /// sum; series without samples are left out. What is stale is so in either form.
    static Map<Labels, List<String>> of(Queryable store) {
        Map<Labels, List<String>> all = new TreeMap<>();
        try (Querier querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            SeriesSet set = SeriesDataReader.selectAll(querier);
            SeriesCursor cursor = set.cursor();
            for (int i = 0; i < set.size(); i++) {
                SeriesData data = cursor.at(i);
                List<String> samples = new ArrayList<>();
                for (int k = 0; k < data.count(); k++) {
                    long bits = Double.doubleToRawLongBits(data.valueAt(k));
                    boolean histogram = data.isHistogram(k) && bits != StaleNaN.BITS;
                    samples.add(
                            data.timeAt(k)
                                    + "="
                                    + Long.toHexString(bits)
                                    + (histogram ? text(data.histogramAt(k)) : "")
                                    + since(data.startTimestampAt(k)));
                }
                if (!samples.isEmpty()) {
                    all.put(set.labels(i), samples);
                }
            }
        }
        return all;
    }

    private static String since(long start) {
        return start == 0 ? "" : " since " + start;
    }

    /// A hash is enough to tell histograms apart, and much shorter.
    private static String text(FloatHistogram h) {
        boolean gauge = h.resetHint() == ResetHint.GAUGE;
        return (gauge ? " gauge " : " histogram ")
                + h.compact().hashCode()
                + " "
                + h.zeroThreshold()
                + " "
                + h.zeroCount();
    }
}
