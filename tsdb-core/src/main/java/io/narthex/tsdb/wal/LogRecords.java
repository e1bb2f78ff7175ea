package io.narthex.tsdb.wal;

import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.MalformedException;

import org.jspecify.annotations.Nullable;

/// Takes the records of the log apart, one after the other.
///
/// Thread safety: for one thread.
final class LogRecords implements RecordFile.Visitor {
    /// Decides about records of samples.
    interface Arrival {
        /// A record of samples has come.
        ///
        /// @param before samples logged before it
        /// @param count its samples
        /// @param visit gives them to the visitor
        void samples(long before, int count, Runnable visit);
    }

    private final WalReplay.Visitor visitor;
    private final Arrival arrival;

    /// The record before, where it is of start timestamps.
    private @Nullable StartsRecord starts;

    LogRecords(WalReplay.Visitor visitor, Arrival arrival) {
        this.visitor = visitor;
        this.arrival = arrival;
    }

    @Override
    public void record(RecordType type, ByteReader payload) {
        switch (type) {
            case SERIES -> SeriesRecord.read(payload, visitor::series);
            case START_TIMESTAMPS -> {
                starts = StartsRecord.read(payload);
                return;
            }
            case SAMPLES -> {
                SamplesDecoder samples = new SamplesDecoder(payload, starts);
                arrive(samples, () -> visitor.samples(samples));
            }
            case HISTOGRAMS -> {
                HistogramsDecoder histograms = new HistogramsDecoder(payload, starts);
                arrive(histograms, () -> visitor.histograms(histograms));
            }
            case OUT_OF_ORDER -> {
                SamplesDecoder samples = new SamplesDecoder(payload, starts);
                arrive(samples, () -> visitor.lateSamples(samples));
            }
            case LATE_HISTOGRAMS -> {
                HistogramsDecoder histograms = new HistogramsDecoder(payload, starts);
                arrive(histograms, () -> visitor.lateHistograms(histograms));
            }
            case EXEMPLARS -> ExemplarsRecord.read(payload, visitor::exemplar);
            case DELETION -> visitor.deletion(DeletionRecord.read(payload));
            case OPENED -> visitor.opened(payload.getVarint());
            case METADATA, CHECKPOINT_START, OPEN_BLOCKS, CHECKPOINT_END, DELETED_TIMES ->
                    throw new MalformedException("not expected here: " + type);
        }
        // Only now: where a visitor throws, the record may be given to it again.
        starts = null;
    }

    private void arrive(SamplesDecoder samples, Runnable visit) {
        arrival.samples(samples.before(), samples.count(), visit);
    }

    private void arrive(HistogramsDecoder histograms, Runnable visit) {
        arrival.samples(histograms.before(), histograms.count(), visit);
    }
}
