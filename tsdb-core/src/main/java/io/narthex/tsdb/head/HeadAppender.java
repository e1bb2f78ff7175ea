package io.narthex.tsdb.head;

import io.narthex.model.AppendStatus;
import io.narthex.model.CommitResult;
import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.model.StartTimestampAppender;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.tsdb.chunk.HistogramCuts;
import io.narthex.tsdb.wal.HistogramBytes;

/// A batch for the head. Nothing but new series touches shared state before the commit.
///
/// Thread safety: for one thread.
public final class HeadAppender implements StartTimestampAppender {
    private final Head head;
    private final Batch batch;
    private boolean ended;

    /// @param batch an empty one, which goes back to the head at the end
    HeadAppender(Head head, Batch batch) {
        this.head = head;
        this.batch = batch;
    }

    @Override
    public long resolve(Labels labels) {
        return head.resolve(labels, Long.MAX_VALUE, this);
    }

    @Override
    public long resolve(Labels labels, long timestamp) {
        return head.resolve(labels, timestamp, this);
    }

    @Override
    public long find(Labels labels) {
        return head.find(labels, this);
    }

    @Override
    public void refuseLate() {
        batch.refusesLate = true;
    }

    @Override
    public AppendStatus append(long ref, long timestamp, double value) {
        return add(ref, timestamp, value, 0, Batch.NO_DECIMAL);
    }

    @Override
    public AppendStatus appendDecimal(
            long ref, long timestamp, double value, long mantissa, int exponent) {
        return add(ref, timestamp, value, mantissa, exponent);
    }

    @Override
    public AppendStatus append(long ref, long timestamp, double value, long startTimestamp) {
        return started(append(ref, timestamp, value), startTimestamp);
    }

    @Override
    public AppendStatus append(
            long ref, long timestamp, FloatHistogram histogram, long startTimestamp) {
        return started(append(ref, timestamp, histogram), startTimestamp);
    }

    /// Gives the sample a start timestamp that was added just now, if it was.
    private AppendStatus started(AppendStatus status, long startTimestamp) {
        if (status == AppendStatus.OK) {
            batch.start(batch.size - 1, startTimestamp);
        }
        return status;
    }

    private AppendStatus add(long ref, long timestamp, double value, long mantissa, int exponent) {
        requireOpen();
        if (!head.isKnown(ref)) {
            return AppendStatus.UNKNOWN_REF;
        }
        batch.add(ref, timestamp, value, mantissa, exponent);
        return AppendStatus.OK;
    }

    /// Takes a native histogram into the batch. One with more than 3,000 buckets is invalid here;
    /// one that ends a series is kept without buckets.
    @Override
    public AppendStatus append(long ref, long timestamp, FloatHistogram histogram) {
        requireOpen();
        if (!head.isKnown(ref)) {
            return AppendStatus.UNKNOWN_REF;
        }
        boolean stale = HistogramCuts.isStale(histogram);
        FloatHistogram h = stale ? HistogramCuts.STALE : histogram;
        int buckets = h.positive().size() + h.negative().size() + h.bounds().length;
        if (h.problem() != null || buckets > HistogramBytes.MAX_BUCKETS) {
            return AppendStatus.INVALID_HISTOGRAM;
        }
        batch.add(ref, timestamp, h.sum(), 0, Batch.NO_DECIMAL);
        batch.histogram(batch.size - 1, h);
        return AppendStatus.OK;
    }

    @Override
    public boolean takesExemplars() {
        return head.exemplars().isEnabled();
    }

    @Override
    public AppendStatus appendExemplar(long ref, Exemplar exemplar) {
        requireOpen();
        if (!takesExemplars()) {
            return AppendStatus.OK;
        }
        Labels labels = head.index().labels(new long[] {ref})[0];
        if (labels == null) {
            return AppendStatus.UNKNOWN_REF;
        }
        // Most are there already, from the scrape before.
        return switch (head.exemplars().judge(labels, exemplar)) {
            case ACCEPTED -> {
                batch.exemplars.add(new PendingExemplar(ref, labels, exemplar));
                yield AppendStatus.OK;
            }
            case REPEATED, DISABLED -> AppendStatus.OK;
            case TOO_LONG -> AppendStatus.INVALID_LABELS;
            case OUT_OF_ORDER -> AppendStatus.OUT_OF_ORDER;
        };
    }

    @Override
    public CommitResult commit() {
        requireOpen();
        Rejections rejections = new Rejections();
        try {
            head.commit(batch, rejections);
            return rejections.result(batch.size);
        } finally {
            close();
        }
    }

    @Override
    public void rollback() {
        close();
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            head.end(this, batch);
        }
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("the batch has ended already");
        }
    }
}
