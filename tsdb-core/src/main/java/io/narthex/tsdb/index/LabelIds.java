package io.narthex.tsdb.index;

import io.narthex.model.Labels;

/// Numbers for label sets, from 0 on, and their canonical order: so that series of several sources
/// are told apart and put in order by numbers.
///
/// Thread safety: guarded by its owner's lock.
public final class LabelIds {
    /// Of a label set: its place in two tables, and in the two arrays of the order.
    private static final long BYTES_EACH = 4 + 4 * Integer.BYTES + 2 * Integer.BYTES;

    private final LabelsTable table = new LabelsTable();
    private final SeriesOrder order = new SeriesOrder(table);

    /// The number of a label set, a new one where it has none.
    public int of(Labels labels) {
        int known = table.find(labels);
        if (known >= 0) {
            return known;
        }
        int id = table.size();
        table.put(id, labels);
        order.add(id);
        return id;
    }

    /// Turns numbers into places in canonical order: good until the next new label set.
    public void toRanks(int[] ids) {
        order.toRanks(ids);
    }

    /// The bytes held, without those of the label sets themselves, which are their sources'.
    public long bytes() {
        return table.size() * BYTES_EACH;
    }
}
