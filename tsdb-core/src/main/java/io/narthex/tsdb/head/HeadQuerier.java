package io.narthex.tsdb.head;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Querier;
import io.narthex.model.ReadReport;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesSet;
import io.narthex.tsdb.index.Selection;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// A snapshot of the head as of one commit.
///
/// Thread safety: as [Querier] says; [#close] may be called from any thread.
public final class HeadQuerier implements Querier {
    /// The commit of one that selects nothing, and only keeps regions from being used again.
    static final long NO_COMMIT = Long.MAX_VALUE;

    private final Head head;
    private final long seq;
    private final long openedAt;
    private final long from;
    private final Map<Long, SeriesTombstones> tombstones;
    private final boolean histograms;
    private long number;
    private volatile boolean closed;

    /// @param seq the commit that it sees, or [#NO_COMMIT]
    /// @param tombstones what is deleted, by the series' reference; it must not change
    /// @param histograms whether there may be native histograms
    HeadQuerier(
            Head head,
            long seq,
            long openedAt,
            long from,
            Map<Long, SeriesTombstones> tombstones,
            boolean histograms) {
        this.head = head;
        this.seq = seq;
        this.openedAt = openedAt;
        this.from = from;
        this.tombstones = tombstones;
        this.histograms = histograms;
    }

    void number(long given) {
        number = given;
    }

    /// The commit that this querier sees, and all before it.
    long seq() {
        return seq;
    }

    /// When it was opened, epoch milliseconds.
    long openedAt() {
        return openedAt;
    }

    /// Samples that came in order and are older are left out.
    long from() {
        return from;
    }

    /// What is deleted, by the series' reference.
    Map<Long, SeriesTombstones> tombstones() {
        return tombstones;
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "the querier is closed, by its owner or because it was open for too long");
        }
    }

    @Override
    public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
        requireOpen();
        Selection selection = head.index().select(matchers);
        if (hints.labelsOnly() && !tombstones.isEmpty()) {
            selection = head.deletions().remaining(selection, tombstones);
        }
        if (hints.limit() > 0 && hints.limit() < selection.size()) {
            selection = selection.part(IntStream.range(0, hints.limit()).toArray());
        }
        if (hints.labelsOnly()) {
            return new HeadSeriesSet(head.index(), selection, null, null);
        }
        CapturedSeries captured = head.capture(selection, this, hints);
        ReadReport report = hints.report();
        return new HeadSeriesSet(
                head.index(),
                selection,
                captured,
                report == null ? null : HeadReads.of(captured, report));
    }

    @Override
    public boolean mayHoldHistograms() {
        return histograms;
    }

    @Override
    public List<String> labelNames(List<LabelMatcher> matchers, int limit) {
        requireOpen();
        return head.index().labelNames(matchers, limit);
    }

    @Override
    public List<String> labelValues(String name, List<LabelMatcher> matchers, int limit) {
        requireOpen();
        return head.index().labelValues(name, matchers, limit);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            head.end(number);
        }
    }
}
