package io.narthex.tsdb.tail;

import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.tsdb.wal.HistogramsDecoder;
import io.narthex.tsdb.wal.SamplesDecoder;
import io.narthex.tsdb.wal.WalCursor;
import io.narthex.tsdb.wal.WalPosition;
import io.narthex.tsdb.wal.WalReplay;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gives a record's samples to a tail's visitor, with the labels of their series.
///
/// A record is decoded as a whole first: one that is damaged gives nothing.
///
/// Thread safety: for one thread.
final class Delivery implements WalReplay.Visitor {
    /// Gives one sample of the record.
    private interface Giver {
        void give(int i, long ref, Labels labels);
    }

    private final LabelSource labels;
    private final DepartedSeries departed;

    /// Series of the log from before the tail was opened that the store did not have any more.
    private final Map<Long, Labels> historic = new HashMap<>();

    private @Nullable WalCursor cursor;

    /// Where the log ended when the tail was opened; null while it is being opened.
    private @Nullable WalPosition openedAt;

    private @Nullable TailVisitor visitor;

    private long[] refs = new long[64];
    private long[] times = new long[64];
    private double[] values = new double[64];
    private long[] starts = new long[64];

    Delivery(LabelSource labels, DepartedSeries departed) {
        this.labels = labels;
        this.departed = departed;
    }

    void opened(WalCursor of, WalPosition end) {
        cursor = of;
        openedAt = end;
    }

    /// Gives the next record.
    ///
    /// @return false where there is none yet
    boolean next(WalCursor from, TailVisitor to) throws IOException {
        visitor = to;
        return from.next();
    }

    /// Series that go while the tail is open are kept by others.
    @Override
    public void series(long ref, Labels set) {
        WalPosition end = openedAt;
        boolean isHistoric = end == null || cursor().position().compareTo(end) < 0;
        if (isHistoric && labels.labels(new long[] {ref})[0] == null) {
            historic.put(ref, set);
        }
    }

    private WalCursor cursor() {
        WalCursor c = cursor;
        if (c == null) {
            throw new IllegalStateException("BUG: a record before the tail is open");
        }
        return c;
    }

    @Override
    public void samples(SamplesDecoder samples) {
        int n = samples.count();
        ensure(n);
        for (int i = 0; samples.next(); i++) {
            refs[i] = samples.ref();
            times[i] = samples.time();
            values[i] = samples.value();
            starts[i] = samples.start();
        }
        TailVisitor to = visitor();
        give(n, (i, ref, set) -> to.sample(ref, set, times[i], values[i], starts[i]));
    }

    @Override
    public void lateSamples(SamplesDecoder samples) {
        samples(samples);
    }

    @Override
    public void lateHistograms(HistogramsDecoder histograms) {
        histograms(histograms);
    }

    @Override
    public void histograms(HistogramsDecoder histograms) {
        int n = histograms.count();
        ensure(n);
        List<FloatHistogram> all = new ArrayList<>(n);
        while (histograms.next()) {
            int i = all.size();
            refs[i] = histograms.ref();
            times[i] = histograms.time();
            starts[i] = histograms.start();
            all.add(histograms.histogram());
        }
        TailVisitor to = visitor();
        give(n, (i, ref, set) -> to.histogram(ref, set, times[i], all.get(i), starts[i]));
    }

    @Override
    public void exemplar(long ref, Exemplar exemplar) {
        Labels set = find(new long[] {ref})[0];
        if (set != null) {
            visitor().exemplar(ref, set, exemplar);
        }
    }

    @Override
    public void opened(long generation) {}

    private void give(int n, Giver giver) {
        @Nullable Labels[] sets = find(Arrays.copyOf(refs, n));
        long lost = cursor().missing();
        for (Labels set : sets) {
            lost += set == null ? 1 : 0;
        }
        if (lost > 0) {
            visitor().lost(lost);
        }
        for (int i = 0; i < n; i++) {
            Labels set = sets[i];
            if (set != null) {
                giver.give(i, refs[i], set);
            }
        }
    }

    private @Nullable Labels[] find(long[] of) {
        @Nullable Labels[] found = labels.labels(of);
        for (int i = 0; i < of.length; i++) {
            if (found[i] == null) {
                Labels gone = departed.labels(of[i]);
                found[i] = gone == null ? historic.get(of[i]) : gone;
            }
        }
        return found;
    }

    private TailVisitor visitor() {
        TailVisitor v = visitor;
        if (v == null) {
            throw new IllegalStateException("BUG: a record without a visitor");
        }
        return v;
    }

    private void ensure(int n) {
        if (refs.length < n) {
            refs = new long[n];
            times = new long[n];
            values = new double[n];
            starts = new long[n];
        }
    }
}
