package io.narthex.tsdb.head;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Querier;
import io.narthex.model.ReadReport;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesSet;
import io.narthex.tsdb.index.Selection;

import java.util.Arrays;
import java.util.List;

/// A snapshot of the head as of one commit.
///
/// Thread safety: as [Querier] says; [#close] may be called from any thread.
public final class HeadQuerier implements Querier {
    private final Head head;
    private final long seq;
    private final long openedAt;
    private final long from;
    private final boolean histograms;
    private long number;
    private volatile boolean closed;

    /// @param histograms whether there may be native histograms
    HeadQuerier(Head head, long seq, long openedAt, long from, boolean histograms) {
        this.head = head;
        this.seq = seq;
        this.openedAt = openedAt;
        this.from = from;
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
        if (hints.limit() > 0 && hints.limit() < selection.size()) {
            selection = firstOf(selection, hints.limit());
        }
        if (hints.labelsOnly()) {
            return new HeadSeriesSet(head.index(), selection, null, null);
        }
        CapturedSeries captured = head.capture(selection, this);
        ReadReport report = hints.report();
        return new HeadSeriesSet(
                head.index(),
                selection,
                captured,
                report == null ? null : HeadReads.of(captured, report));
    }

    /// A part of a selection has no fingerprint: another limit would give another part.
    private static Selection firstOf(Selection all, int n) {
        return new Selection(
                Arrays.copyOf(all.slots(), n),
                Arrays.copyOf(all.refs(), n),
                Arrays.copyOf(all.labels(), n),
                0);
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
