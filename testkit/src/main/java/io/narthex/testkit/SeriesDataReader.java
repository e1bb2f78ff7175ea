package io.narthex.testkit;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;

import java.util.List;

/// Reads whole series in tests.
///
/// Thread safety: stateless.
public final class SeriesDataReader {
    private SeriesDataReader() {}

    /// Receives one sample.
    public interface SampleConsumer {
        void accept(long timestamp, double value);
    }

    /// Selects every series that has a name.
    public static SeriesSet selectAll(Querier querier) {
        return querier.select(
                SelectHints.range(Long.MIN_VALUE, Long.MAX_VALUE),
                List.of(new LabelMatcher(LabelMatcher.Type.NOT_EQUAL, Labels.NAME, "")));
    }

    /// Hands over every sample in order, read through the bulk calls.
    public static void forEach(SeriesData series, SampleConsumer consumer) {
        int n = series.count();
        long[] times = new long[n];
        double[] values = new double[n];
        series.times(0, n, times, 0);
        series.values(0, n, values, 0);
        for (int i = 0; i < n; i++) {
            consumer.accept(times[i], values[i]);
        }
    }
}
