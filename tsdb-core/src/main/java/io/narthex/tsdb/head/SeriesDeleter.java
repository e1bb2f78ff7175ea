package io.narthex.tsdb.head;

import io.narthex.model.Labels;
import io.narthex.tsdb.index.Selection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Hides samples of series, and says which series have none left.
///
/// Thread safety: guarded by the commit lock.
final class SeriesDeleter {
    private final SeriesColumns columns;
    private final OutOfOrderStore outOfOrder;
    private final OpenQueriers queriers;
    private final HeadTombstones tombstones;
    private final StoredSeries stored;

    SeriesDeleter(HeadMemory memory) {
        this.columns = memory.columns();
        this.outOfOrder = memory.outOfOrder();
        this.queriers = memory.queriers();
        this.tombstones = memory.tombstones();
        this.stored = new StoredSeries(columns, memory.histograms());
    }

    /// Hides what there is of a range.
    ///
    /// @param selection the series that are meant
    void delete(Selection selection, long mint, long maxt) {
        List<Long> refs = new ArrayList<>();
        for (int i = 0; i < selection.size(); i++) {
            int slot = selection.slots()[i];
            if (columns.idOf[slot] == selection.refs()[i] && concerns(slot, mint, maxt)) {
                refs.add(selection.refs()[i]);
            }
        }
        tombstones.change(
                refs,
                (ref, before) ->
                        before.with(
                                mint,
                                maxt,
                                columns.lastTime[ref.intValue()],
                                outOfOrder.settle(ref.intValue())));
        tombstones.deleted(queriers.newest());
    }

    private boolean concerns(int slot, long mint, long maxt) {
        boolean inOrder =
                columns.dropped[slot] < columns.total[slot]
                        && stored.firstTime(slot) <= maxt
                        && columns.lastTime[slot] >= mint;
        return inOrder || outOfOrder.overlaps(slot, mint, maxt);
    }

    /// Those series of a selection of which something is left.
    ///
    /// @param deleted what the reader knows to be deleted
    Selection remaining(Selection all, Map<Long, SeriesTombstones> deleted) {
        IntPredicate left =
                i -> {
                    SeriesTombstones some = deleted.get(all.refs()[i]);
                    return some == null || isLeft(all.slots()[i], all.refs()[i], some);
                };
        int[] kept = IntStream.range(0, all.size()).filter(left).toArray();
        return kept.length == all.size() ? all : all.part(kept);
    }

    private boolean isLeft(int slot, long ref, SeriesTombstones deleted) {
        if (columns.idOf[slot] != ref) {
            return false;
        }
        boolean inOrder =
                columns.dropped[slot] < columns.total[slot]
                        && !deleted.inOrder()
                                .contains(stored.firstTime(slot), columns.lastTime[slot]);
        OutOfOrderView late = outOfOrder.view(slot);
        return inOrder
                || late != null
                        && new OutOfOrderReader().read(late, deleted, ref, Labels.empty()).count()
                                > 0;
    }
}
