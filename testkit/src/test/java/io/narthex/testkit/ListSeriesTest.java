package io.narthex.testkit;

import io.narthex.model.Labels;
import io.narthex.model.ListSeries;
import io.narthex.model.SeriesData;

class ListSeriesTest extends SeriesDataContract {
    @Override
    protected SeriesData series(Labels labels, long[] times, double[] values) {
        return new ListSeries(1, labels, times, values);
    }
}
