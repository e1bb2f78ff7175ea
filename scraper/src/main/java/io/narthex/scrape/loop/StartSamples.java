package io.narthex.scrape.loop;

import io.narthex.model.Appendable;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult;
import io.narthex.model.histogram.DeltaBuckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.model.histogram.Histogram;
import io.narthex.scrape.StartTimestamps;

import org.jspecify.annotations.Nullable;

/// The samples that say when series began: zeros, in a batch of their own, which is committed
/// before that of the scrape. The store refuses those that are older than what it has, as it should
/// be: they are counted nowhere.
///
/// Thread safety: for the thread of one target.
final class StartSamples implements AutoCloseable {
    private final Appendable storage;
    private final StartTimestamps wanted;
    private @Nullable Appender batch;

    StartSamples(Appendable storage, StartTimestamps wanted) {
        this.storage = storage;
        this.wanted = wanted;
    }

    /// Whether there are to be any.
    boolean areWanted() {
        return wanted.zeros();
    }

    /// Whether start timestamps are stored with their samples.
    boolean areStoredWithSamples() {
        return wanted.stored();
    }

    private Appender batch() {
        Appender open = batch;
        if (open == null) {
            open = storage.appender();
            open.refuseLate();
            batch = open;
        }
        return open;
    }

    /// Adds a zero to a series of floats.
    void add(long ref, long start) {
        var _ = batch().append(ref, start, 0.0);
    }

    /// Adds an empty histogram, laid out as another one.
    void add(long ref, long start, Histogram like) {
        Histogram empty =
                new Histogram(
                        like.schema(),
                        like.zeroThreshold(),
                        0,
                        0,
                        0,
                        DeltaBuckets.NONE,
                        DeltaBuckets.NONE,
                        like.bounds(),
                        ResetHint.COUNTER_RESET);
        var _ = batch().append(ref, start, empty);
    }

    /// Adds an empty histogram, laid out as another one.
    void add(long ref, long start, FloatHistogram like) {
        var _ = batch().append(ref, start, like.empty().withHint(ResetHint.COUNTER_RESET));
    }

    void commit() {
        Appender open = batch;
        if (open != null) {
            CommitResult _ = open.commit();
            batch = null;
        }
    }

    /// Forgets what was not committed.
    @Override
    public void close() {
        Appender open = batch;
        if (open != null) {
            open.close();
            batch = null;
        }
    }
}
