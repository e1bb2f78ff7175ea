package io.narthex.remote;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.testkit.SeriesDataReader;

import java.util.ArrayList;
import java.util.List;

/// What a store holds, as lines of text.
///
/// Thread safety: stateless.
public final class Stored {
    private Stored() {}

    /// All samples of a metric as `{labels} millis=value`, with ` since millis` where a start
    /// timestamp is stored.
    ///
    /// @param t0 what milliseconds are counted from
    public static List<String> of(Queryable store, String metric, long t0) {
        try (Querier querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            return lines(
                    querier.select(
                            SelectHints.range(Long.MIN_VALUE, Long.MAX_VALUE),
                            List.of(LabelMatcher.equal(Labels.NAME, metric))),
                    t0);
        }
    }

    /// All samples of all metrics.
    public static List<String> all(Queryable store, long t0) {
        try (Querier querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            return lines(SeriesDataReader.selectAll(querier), t0);
        }
    }

    private static List<String> lines(SeriesSet set, long t0) {
        List<String> lines = new ArrayList<>();
        for (int s = 0; s < set.size(); s++) {
            SeriesData series = set.cursor().at(s);
            for (int i = 0; i < series.count(); i++) {
                String value =
                        series.isHistogram(i)
                                ? series.histogramAt(i).toString()
                                : Double.toString(series.valueAt(i));
                long start = series.startTimestampAt(i);
                lines.add(
                        "%s %d=%s%s"
                                .formatted(
                                        series.labels(),
                                        series.timeAt(i) - t0,
                                        value,
                                        start == 0 ? "" : " since " + (start - t0)));
            }
        }
        return lines;
    }
}
