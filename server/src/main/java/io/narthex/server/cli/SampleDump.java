package io.narthex.server.cli;

import io.narthex.model.LabelMatcher;
import io.narthex.model.LabelsText;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.model.number.GoText;

import java.io.PrintWriter;
import java.util.List;

/// Prints samples, one a line: labels, value and time in milliseconds, as promtool does.
///
/// Thread safety: for one thread.
final class SampleDump {
    private final PrintWriter out;

    SampleDump(PrintWriter out) {
        this.out = out;
    }

    /// @param mint the oldest time, inclusive
    /// @param maxt the newest time, inclusive
    void print(Queryable store, List<LabelMatcher> matchers, long mint, long maxt) {
        try (Querier querier = store.querier(mint, maxt)) {
            SeriesSet set = querier.select(SelectHints.range(mint, maxt), matchers);
            SeriesCursor cursor = set.cursor();
            for (int s = 0; s < set.size(); s++) {
                SeriesData series = cursor.at(s);
                String labels = LabelsText.braced(series.labels());
                int n = series.count();
                for (int i = series.lowerBound(mint); i < n && series.timeAt(i) <= maxt; i++) {
                    String value =
                            series.isHistogram(i)
                                    ? series.histogramAt(i).toString()
                                    : GoText.g(series.valueAt(i));
                    out.println(labels + " " + value + " " + series.timeAt(i));
                }
            }
        }
    }
}
