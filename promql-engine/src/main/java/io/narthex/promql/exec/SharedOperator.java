package io.narthex.promql.exec;

import io.narthex.model.ReadReport;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// A subtree that several operators ask for the same tile: the first one's rows are kept, and given
/// to the others. Where they would take too much memory they are evaluated again.
///
/// What is told of the subtree is the same as if each had its own: its samples count for each, and
/// its annotations are at all its places.
///
/// Thread safety: as all operators.
final class SharedOperator {
    private final Operator inner;
    private final QueryContext context;

    /// @param context with annotations at all places of the subtree
    SharedOperator(Operator inner, QueryContext context) {
        this.inner = inner;
        this.context = context;
    }

    /// The subtree as one of those sees it that ask for it.
    ///
    /// @param number as the plan shows it
    /// @param first whether it is the one below which `explain` shows the subtree
    Operator reference(int number, boolean first) {
        return new Reference(this, number, first);
    }

    private void evaluate(StepTile tile, Worker worker, RowSink sink) {
        Kept kept = worker.threadState(this, Kept.class, () -> new Kept(worker.budget()));
        Worker own = worker.within(this, context);
        if (!tile.equals(kept.tile) || kept.state == State.BROKEN_OFF) {
            kept.begin(tile);
            record(tile, own, kept, sink);
        } else if (kept.state == State.WHOLE) {
            worker.samples().addAgain(kept.samples);
            for (int i = 0; i < kept.columns.size(); i++) {
                sink.row(kept.rows.get(i), kept.columns.get(i));
            }
        } else {
            inner.evaluate(tile, own.again(), sink);
        }
    }

    private void record(StepTile tile, Worker own, Kept kept, RowSink sink) {
        SampleCounter samples = own.samples();
        kept.samples = samples.current().likewise();
        samples.apart(
                kept.samples,
                sink,
                out ->
                        inner.evaluate(
                                tile,
                                own,
                                (row, column) -> {
                                    kept.add(row, column);
                                    out.row(row, column);
                                }));
        samples.current().addAll(kept.samples);
        if (kept.state == State.BROKEN_OFF) {
            kept.state = State.WHOLE;
        }
    }

    private enum State {
        /// Being recorded, or something failed meanwhile.
        BROKEN_OFF,
        WHOLE,
        TOO_LARGE
    }

    /// A tile's rows, in the order in which they came.
    private static final class Kept {
        private final ByteBudget budget;
        private StepTile tile = new StepTile(0, 0, 0, -1);
        private State state = State.BROKEN_OFF;
        private final List<Integer> rows = new ArrayList<>();
        private final List<StepColumn> columns = new ArrayList<>();
        private StepSamples samples = new StepSamples(1, true, false);
        private long bytes;

        Kept(ByteBudget budget) {
            this.budget = budget;
        }

        void begin(StepTile next) {
            clear();
            tile = next;
            state = State.BROKEN_OFF;
        }

        void add(int row, StepColumn column) {
            if (state == State.TOO_LARGE || column.isEmpty()) {
                return;
            }
            long size = Footprint.column(column);
            if (!budget.mayKeep(size)) {
                clear();
                state = State.TOO_LARGE;
                return;
            }
            bytes += size;
            rows.add(row);
            columns.add(column.copy());
        }

        private void clear() {
            budget.forget(bytes);
            bytes = 0;
            rows.clear();
            columns.clear();
        }
    }

    /// One place where the subtree is asked for.
    record Reference(SharedOperator shared, int number, boolean first) implements Operator {
        @Override
        public Rows rows() {
            return shared.inner.rows();
        }

        @Override
        public void evaluate(StepTile tile, Worker worker, RowSink sink) {
            shared.evaluate(tile, worker, sink);
        }

        /// The shared operator itself.
        Operator inner() {
            return shared.inner;
        }

        @Override
        public List<Operator> children() {
            return shared.inner.children();
        }

        /// Reading is told of once, below the reference that shows the subtree.
        @Override
        public @Nullable ReadReport reads() {
            return first ? shared.inner.reads() : null;
        }

        @Override
        public String describe() {
            return first
                    ? "Shared " + number + ": " + shared.inner.describe()
                    : "Shared " + number + " again";
        }
    }
}
