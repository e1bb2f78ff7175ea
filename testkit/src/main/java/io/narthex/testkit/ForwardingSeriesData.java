package io.narthex.testkit;

import io.narthex.model.Kind;
import io.narthex.model.Labels;
import io.narthex.model.SeriesData;
import io.narthex.model.TimeKey;
import io.narthex.model.histogram.FloatHistogram;

/// A series that passes everything on to another one: for tests that change some of it, or that
/// hide what else the other one can do.
///
/// Thread safety: that of the other one.
public class ForwardingSeriesData implements SeriesData {
    private final SeriesData to;

    /// @param to is asked everything
    public ForwardingSeriesData(SeriesData to) {
        this.to = to;
    }

    @Override
    public long ref() {
        return to.ref();
    }

    @Override
    public Labels labels() {
        return to.labels();
    }

    @Override
    public Kind kind() {
        return to.kind();
    }

    @Override
    public int count() {
        return to.count();
    }

    @Override
    public void times(int from, int n, long[] dst, int at) {
        to.times(from, n, dst, at);
    }

    @Override
    public void values(int from, int n, double[] dst, int at) {
        to.values(from, n, dst, at);
    }

    @Override
    public long timeAt(int i) {
        return to.timeAt(i);
    }

    @Override
    public double valueAt(int i) {
        return to.valueAt(i);
    }

    @Override
    public FloatHistogram histogramAt(int i) {
        return to.histogramAt(i);
    }

    @Override
    public boolean isHistogram(int i) {
        return to.isHistogram(i);
    }

    @Override
    public boolean hasStartTimestamps() {
        return to.hasStartTimestamps();
    }

    @Override
    public long startTimestampAt(int i) {
        return to.startTimestampAt(i);
    }

    @Override
    public int lowerBound(long t) {
        return to.lowerBound(t);
    }

    @Override
    public boolean noDrop(int from, int n) {
        return to.noDrop(from, n);
    }

    @Override
    public boolean timeKey(int from, int n, TimeKey key) {
        return to.timeKey(from, n, key);
    }
}
