package io.narthex.tsdb.wal;

import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.tsdb.io.FileStore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a log holds, as text: `S ref labels` for a series, `ref@time=bits` for a sample.
final class Logged implements WalReplay.Visitor {
    final List<String> entries = new ArrayList<>();
    /// The start timestamp of each sample.
    final List<Long> starts = new ArrayList<>();

    final List<Long> generations = new ArrayList<>();
    final WalReplay.Result result;

    private Logged(Path directory, long first) {
        try {
            result = WalReplay.replay(FileStore.local(), directory, first, 0, this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Logged of(Path directory) {
        return new Logged(directory, 1);
    }

    static Logged of(Path directory, long firstSegment) {
        return new Logged(directory, firstSegment);
    }

    static String sample(long ref, long t, double v) {
        return ref + "@" + t + "=" + Long.toHexString(Double.doubleToRawLongBits(v));
    }

    @Override
    public void series(long ref, Labels labels) {
        entries.add("S " + ref + " " + labels);
    }

    @Override
    public void samples(SamplesDecoder samples) {
        while (samples.next()) {
            entries.add(sample(samples.ref(), samples.time(), samples.value()));
            starts.add(samples.start());
        }
    }

    @Override
    public void histograms(HistogramsDecoder histograms) {
        while (histograms.next()) {
            entries.add(histogram(histograms.ref(), histograms.time(), histograms.histogram()));
            starts.add(histograms.start());
        }
    }

    static String histogram(long ref, long t, FloatHistogram h) {
        return ref + "@" + t + "=" + h + h.resetHint();
    }

    @Override
    public void lateSamples(SamplesDecoder samples) {
        while (samples.next()) {
            entries.add("late " + sample(samples.ref(), samples.time(), samples.value()));
            starts.add(samples.start());
        }
    }

    @Override
    public void lateHistograms(HistogramsDecoder late) {
        while (late.next()) {
            entries.add("late " + histogram(late.ref(), late.time(), late.histogram()));
            starts.add(late.start());
        }
    }

    @Override
    public void deletion(Deletion deletion) {
        entries.add("delete " + deletion);
    }

    @Override
    public void opened(long generation) {
        generations.add(generation);
    }
}
