package io.narthex.promql.exec;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// One tile of a join: the "one" side is held, the rows of the "many" side stream past it.
///
/// Thread safety: for one worker.
final class JoinTile implements AutoCloseable {
    private final JoinPlan plan;
    private final JoinKernel kernel;
    private final HeldTile one;
    private final StepTile tile;
    private final Worker worker;
    private final JoinErrors errors;
    private final StepColumn out;

    /// The "one" side by variant; null where it has no value in the tile.
    private final @Nullable StepColumn[] columns;

    /// The steps at which the "one" side has a value, by group that has several rows of it.
    private final StepBits ones;

    /// The steps at which a row of the "many" side matched, by group, if that is asked for.
    private final StepBits manys;

    /// The matched steps, by rival.
    private final StepBits rivals;

    /// The steps with a result, by twin and included labels.
    private final Map<Long, long[]> twins = new HashMap<>();

    private final long[] matched;
    private final long[] pairs;
    private final LastNotes notes;
    private long charged;

    JoinTile(JoinPlan plan, JoinKernel kernel, HeldTile one, StepTile tile, Worker worker) {
        this.plan = plan;
        this.kernel = kernel;
        this.one = one;
        this.tile = tile;
        this.worker = worker;
        this.errors = new JoinErrors(plan, tile.words());
        this.out = new StepColumn(tile.count());
        this.columns = new @Nullable StepColumn[plan.variants.count()];
        ByteBudget budget = worker.budget();
        this.ones = new StepBits(plan.groups.count(), tile.words(), budget);
        this.manys = new StepBits(plan.fillsMany() ? plan.groups.count() : 0, tile.words(), budget);
        this.rivals = new StepBits(plan.classes.rival().length, tile.words(), budget);
        this.matched = new long[tile.words()];
        this.pairs = new long[tile.words()];
        this.notes = new LastNotes(tile.count());
    }

    /// Makes one column of each variant of the "one" side.
    void prepare() {
        for (int row = 0; row < one.rows(); row++) {
            worker.worked(tile.words() + 8L);
            StepColumn column = one.column(row);
            if (column == null) {
                continue;
            }
            int group = plan.groups.right()[row];
            if (plan.onesOf[group] > 1) {
                ones.add(group, column.present(), errors.duplicates);
            }
            int variant = plan.variants.ofOne()[row];
            StepColumn before = columns[variant];
            if (before == null) {
                columns[variant] = plan.variants.rowsOf()[variant] > 1 ? ownCopy(column) : column;
            } else {
                addMissing(before, column);
            }
        }
        Double fill = plan.matching.fillRight();
        if (fill != null) {
            fillOnes(constant(fill));
        }
        if (errors.anyDuplicates()) {
            dropDuplicates();
        }
    }

    /// Takes out the steps at which there are duplicates: they fail, or else have nothing to match.
    private void dropDuplicates() {
        for (int v = 0; v < columns.length; v++) {
            StepColumn column = columns[v];
            if (column == null) {
                continue;
            }
            StepColumn rest = ownCopy(column);
            for (int w = 0; w < rest.words(); w++) {
                rest.present()[w] &= ~errors.duplicates[w];
            }
            columns[v] = rest.isEmpty() ? null : rest;
        }
    }

    private void fillOnes(StepColumn fill) {
        for (int g = 0; g < plan.groups.count(); g++) {
            worker.worked(tile.count());
            int variant = plan.variants.filled()[g];
            long[] present = presentOnes(g);
            if (present == null) {
                columns[variant] = fill;
                continue;
            }
            StepColumn before = columns[variant];
            StepColumn filled = before == null ? ownCopy(null) : ownCopy(before);
            for (int k = 0; k < tile.count(); k++) {
                if ((present[k >>> 6] >>> k & 1) == 0) {
                    filled.set(k, fill.values()[k]);
                }
            }
            columns[variant] = filled;
        }
    }

    /// The steps at which any row of a group's "one" side has a value; null where none has.
    private long @Nullable [] presentOnes(int group) {
        if (plan.onesOf[group] > 1) {
            return ones.at(group);
        }
        for (int v = plan.variants.first()[group]; v < plan.variants.first()[group + 1]; v++) {
            StepColumn column = columns[v];
            if (column != null) {
                return column.present();
            }
        }
        return null;
    }

    /// Takes a row of the "many" side.
    void row(int row, StepColumn many, RowSink sink) {
        int group = plan.groups.left()[row];
        for (int w = 0; w < matched.length; w++) {
            errors.many[w] |= many.present()[w];
        }
        int rival = plan.classes.rival()[row];
        Arrays.fill(matched, 0);
        int first = plan.variants.first()[group];
        for (int v = first; v < plan.variants.first()[group + 1]; v++) {
            worker.worked(tile.count());
            StepColumn column = columns[v];
            if (column == null || !kernel.combine(many, column, out, pairs, notes)) {
                continue;
            }
            for (int w = 0; w < pairs.length; w++) {
                matched[w] |= pairs[w];
            }
            long[] failing = rival >= 0 ? rivals.at(rival) : null;
            give(row, v, failing, plan.firstRow[row] + v - first, sink);
        }
        if (plan.fillsMany()) {
            manys.add(group, matched, null);
        }
        if (rival >= 0) {
            rivals.add(rival, matched, errors.rivals);
        }
    }

    /// Gives the rows of the "one" side whose group was matched by no value of the "many" side,
    /// where such values are filled in.
    void unmatched(RowSink sink) {
        Double fill = plan.matching.fillLeft();
        if (fill == null) {
            return;
        }
        StepColumn many = constant(fill);
        int firstRow = plan.firstRow[plan.firstRow.length - 1];
        for (int row = 0; row < one.rows(); row++) {
            StepColumn column = one.column(row);
            if (column == null) {
                continue;
            }
            worker.worked(tile.count());
            many.setAllPresent();
            long[] seen = manys.at(plan.groups.right()[row]);
            for (int w = 0; seen != null && w < many.words(); w++) {
                many.present()[w] &= ~seen[w];
            }
            if (kernel.combine(many, column, out, pairs, notes)) {
                int filled = plan.groups.left().length + row;
                int variant = plan.variants.ofOne()[row];
                give(filled, variant, errors.duplicates, firstRow + row, sink);
            }
        }
    }

    /// Fails if rows met that must not; otherwise says what there is to say.
    void finish() {
        errors.check(one);
        notes.tell(new HistogramNotes(worker.annotations(), kernel.position()));
    }

    /// Gives a row, but not at steps that fail: nobody is to meet equal rows before that is told.
    ///
    /// @param failing such steps, or null
    private void give(int row, int variant, long @Nullable [] failing, int outRow, RowSink sink) {
        long[] twin = twin(plan.classes.twin()[row], variant);
        for (int w = 0; w < out.words(); w++) {
            long bits = failing == null ? out.present()[w] : out.present()[w] & ~failing[w];
            if (twin != null) {
                errors.twins[w] |= twin[w] & bits;
                bits &= ~twin[w];
                twin[w] |= bits;
            }
            out.present()[w] = bits;
        }
        if (!out.isEmpty()) {
            sink.row(outRow, out);
        }
    }

    private long @Nullable [] twin(int twin, int variant) {
        long key = (long) twin << 32 | plan.variants.includedId()[variant];
        return twin < 0
                ? null
                : twins.computeIfAbsent(
                        key,
                        _ -> {
                            charge(Footprint.TABLE_ENTRY + 8L * tile.words());
                            return new long[tile.words()];
                        });
    }

    private StepColumn constant(double value) {
        StepColumn column = ownCopy(null);
        Arrays.fill(column.values(), 0, tile.count(), value);
        column.setAllPresent();
        return column;
    }

    /// A column that may be changed: a copy, or an empty one.
    private StepColumn ownCopy(@Nullable StepColumn column) {
        charge(column == null ? 9L * tile.count() + 64 : Footprint.column(column));
        return column == null ? new StepColumn(tile.count()) : column.copy();
    }

    private void charge(long bytes) {
        worker.budget().charge(bytes);
        charged += bytes;
    }

    private static void addMissing(StepColumn into, StepColumn from) {
        var histograms = from.histograms();
        for (int k = from.nextPresent(0); k >= 0; k = from.nextPresent(k + 1)) {
            if (into.isPresent(k)) {
                continue;
            }
            var histogram = histograms == null ? null : histograms[k];
            if (histogram == null) {
                into.set(k, from.values()[k]);
            } else {
                into.set(k, histogram);
            }
        }
    }

    @Override
    public void close() {
        worker.budget().release(charged);
        charged = 0;
        ones.close();
        manys.close();
        rivals.close();
    }
}
