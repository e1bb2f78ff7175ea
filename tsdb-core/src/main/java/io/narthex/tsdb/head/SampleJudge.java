package io.narthex.tsdb.head;

import io.narthex.model.AppendStatus;

/// Judges the samples of a batch: which of them are stored, and which are refused.
///
/// Thread safety: guarded by the commit lock.
final class SampleJudge {
    private final SeriesColumns columns;
    private final HistogramStore histograms;
    private final OutOfOrderStore outOfOrder;

    SampleJudge(HeadMemory memory) {
        this.columns = memory.columns();
        this.histograms = memory.histograms();
        this.outOfOrder = memory.outOfOrder();
    }

    /// Judges a batch that is as it was filled. From then on its samples count as the newest of
    /// their series, until they are stored or [#undo] forgets them.
    ///
    /// @param oldest the time of the oldest sample that can come in order
    /// @param newest the head's newest time before the batch
    void judge(Batch batch, long oldest, long newest, Rejections rejections) {
        int i = 0;
        while (i < batch.size) {
            int end = acceptInOrder(batch, i, oldest);
            if (end == i) {
                judge(batch, i, oldest, newest, rejections);
                end = i + 1;
            }
            i = end;
        }
    }

    /// Accepts floats of one series as long as each is newer than the one before, as nearly all
    /// are.
    ///
    /// @return where they end
    private int acceptInOrder(Batch batch, int from, long oldest) {
        long ref = batch.refs[from];
        int slot = (int) ref;
        if (columns.idOf[slot] != ref || batch.histograms != null || histograms.has(slot)) {
            return from;
        }
        long newest = columns.lastTime[slot];
        long newestBits = columns.lastBits[slot];
        int i = from;
        while (i < batch.size && batch.refs[i] == ref) {
            long t = batch.times[i];
            if (t <= newest || t < oldest) {
                break;
            }
            batch.isNew[i] = true;
            batch.previousTimes[i] = newest;
            batch.previousBits[i] = newestBits;
            newest = t;
            newestBits = Double.doubleToRawLongBits(batch.values[i]);
            i++;
        }
        columns.lastTime[slot] = newest;
        columns.lastBits[slot] = newestBits;
        return i;
    }

    private void judge(Batch batch, int i, long oldest, long newest, Rejections rejections) {
        AppendStatus status = status(batch, i, oldest, newest);
        int slot = (int) batch.refs[i];
        boolean isLate = status == AppendStatus.OK && isLate(batch, i, oldest);
        // What the series has already must not come back from the log when a block has it.
        batch.isLate[i] = isLate && !outOfOrder.has(slot, batch.times[i]);
        batch.isNew[i] = status == AppendStatus.OK && !isLate && !isRepeat(batch, i);
        if (status != AppendStatus.OK) {
            rejections.add(i, status);
        } else if (batch.isLate[i]) {
            histograms.late(slot, batch, i);
        } else if (batch.isNew[i]) {
            batch.previousTimes[i] = columns.lastTime[slot];
            batch.previousBits[i] = columns.lastBits[slot];
            columns.lastTime[slot] = batch.times[i];
            columns.lastBits[slot] = Double.doubleToRawLongBits(batch.values[i]);
            if (batch.histograms != null || histograms.has(slot)) {
                histograms.judged(slot, batch, i);
            }
        }
    }

    private AppendStatus status(Batch batch, int i, long oldest, long newest) {
        int slot = (int) batch.refs[i];
        if (columns.idOf[slot] != batch.refs[i]) {
            return AppendStatus.UNKNOWN_REF;
        }
        long t = batch.times[i];
        if (isLate(batch, i, oldest)) {
            AppendStatus refusal =
                    t < oldest ? AppendStatus.OUT_OF_BOUNDS : AppendStatus.OUT_OF_ORDER;
            AppendStatus status = outOfOrder.judge(t, newest, refusal);
            return status == AppendStatus.OK && batch.refusesLate
                    ? AppendStatus.OUT_OF_ORDER
                    : status;
        }
        return t > columns.lastTime[slot] || isRepeat(batch, i)
                ? AppendStatus.OK
                : AppendStatus.DUPLICATE;
    }

    /// Whether a sample can't go behind the series' newest one.
    private boolean isLate(Batch batch, int i, long oldest) {
        return batch.times[i] < oldest || batch.times[i] < columns.lastTime[(int) batch.refs[i]];
    }

    /// Whether a sample is the series' newest one once more.
    private boolean isRepeat(Batch batch, int i) {
        int slot = (int) batch.refs[i];
        if (batch.times[i] != columns.lastTime[slot]) {
            return false;
        }
        return batch.histograms != null || histograms.has(slot)
                ? histograms.isRepeat(slot, batch, i)
                : Double.doubleToRawLongBits(batch.values[i]) == columns.lastBits[slot];
    }

    /// Forgets a batch that was judged.
    void undo(Batch batch) {
        for (int i = batch.size - 1; i >= 0; i--) {
            if (batch.isNew[i]) {
                int slot = (int) batch.refs[i];
                columns.lastTime[slot] = batch.previousTimes[i];
                columns.lastBits[slot] = batch.previousBits[i];
                histograms.undo(slot);
            }
        }
    }
}
