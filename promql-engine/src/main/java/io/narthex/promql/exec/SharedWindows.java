package io.narthex.promql.exec;

import io.narthex.model.ReadReport;
import io.narthex.promql.window.MixedWindows;
import io.narthex.promql.window.WindowPlan;
import io.narthex.promql.window.Windows;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A range selector whose windows several functions ask for over the same tile: the samples that
/// the first one decodes are kept for the others. Where they would take too much memory they are
/// decoded again.
///
/// Thread safety: as all operators; [#reference] is for building.
final class SharedWindows {
    private final Selection selection;

    /// What all functions need together.
    private WindowNeeds needs = WindowNeeds.NONE;

    private int references;

    SharedWindows(Selection selection) {
        this.selection = selection;
    }

    /// The windows as one of the functions sees them.
    ///
    /// @param number as the plan shows it
    /// @param own what the function needs; all heed start timestamps or none does
    WindowSource reference(int number, WindowNeeds own) {
        needs = new WindowNeeds(needs.noDrop() || own.noDrop(), own.startTimestamps());
        SelectedWindows windows = new SelectedWindows(selection, own, WindowSource.Counting.READ);
        return new Reference(this, windows, number, references++ == 0);
    }

    private void windows(
            StepTile tile, Worker worker, SelectedWindows own, WindowSource.Consumer consumer) {
        Kept kept = worker.threadState(this, Kept.class, () -> new Kept(worker.budget()));
        if (kept.has(tile)) {
            kept.give(worker, consumer, references);
        } else if (references > 1 && kept.mayRecord(tile)) {
            kept.begin(tile);
            own.windows(tile, worker, needs, kept.recording(consumer));
            kept.end();
        } else {
            own.windows(tile, worker, consumer);
        }
    }

    /// One series; either its floats or all its samples.
    private record Row(
            int row,
            @Nullable WindowPlan plan,
            double[] values,
            boolean noDrop,
            @Nullable MixedWindows mixed) {}

    private enum State {
        NOTHING,
        RECORDING,
        WHOLE,
        TOO_LARGE
    }

    /// A tile's series, in the order in which they came.
    private static final class Kept {
        private final ByteBudget budget;
        private StepTile tile = new StepTile(0, 0, 0, -1);
        private State state = State.NOTHING;
        private final List<Row> rows = new ArrayList<>();

        /// The plan of the last row: series that have one in common mostly come together.
        private @Nullable WindowPlan lastPlan;

        private int given;
        private long bytes;

        Kept(ByteBudget budget) {
            this.budget = budget;
        }

        boolean has(StepTile wanted) {
            return state == State.WHOLE && tile.equals(wanted);
        }

        /// Whether the tile's samples were not found too many.
        boolean mayRecord(StepTile wanted) {
            return !tile.equals(wanted) || state == State.NOTHING || state == State.WHOLE;
        }

        void begin(StepTile next) {
            clear();
            tile = next;
            given = 1;
            state = State.RECORDING;
        }

        void end() {
            if (state == State.RECORDING) {
                state = State.WHOLE;
            }
        }

        /// @param references after which nobody asks any more
        void give(Worker worker, WindowSource.Consumer consumer, int references) {
            for (Row row : rows) {
                MixedWindows mixed = row.mixed;
                WindowPlan plan = row.plan;
                if (mixed != null) {
                    consumer.mixed(row.row, mixed.with(consumer.windows()));
                } else if (plan != null) {
                    worker.worked(row.values.length);
                    consumer.series(row.row, plan, row.values, row.noDrop);
                }
            }
            if (++given >= references) {
                clear();
                state = State.NOTHING;
            }
        }

        private void add(Row row, long size) {
            if (state != State.RECORDING) {
                return;
            }
            if (budget.mayKeep(size)) {
                bytes += size;
                rows.add(row);
            } else {
                clear();
                state = State.TOO_LARGE;
            }
        }

        private void clear() {
            budget.forget(bytes);
            bytes = 0;
            rows.clear();
            lastPlan = null;
        }

        /// Keeps what goes to a consumer.
        WindowSource.Consumer recording(WindowSource.Consumer consumer) {
            return new WindowSource.Consumer() {
                @Override
                public void series(int row, WindowPlan plan, double[] values, boolean noDrop) {
                    if (state == State.RECORDING) {
                        keep(row, plan, values, noDrop);
                    }
                    consumer.series(row, plan, values, noDrop);
                }

                @Override
                public void mixed(int row, MixedWindows windows) {
                    add(
                            new Row(row, null, new double[0], false, windows),
                            Footprint.windows(windows));
                    consumer.mixed(row, windows);
                }

                @Override
                public Windows windows() {
                    return consumer.windows();
                }
            };
        }

        @SuppressWarnings("ReferenceEquality") // a plan is shared or it is not
        private void keep(int row, WindowPlan plan, double[] values, boolean noDrop) {
            int n = plan.samples();
            long size = 8L * n + 96 + (plan == lastPlan ? 0 : plan.bytes());
            lastPlan = plan;
            add(new Row(row, plan, Arrays.copyOf(values, n), noDrop, null), size);
        }
    }

    /// What one function sees; it reads by itself where nothing is kept.
    private record Reference(SharedWindows shared, SelectedWindows own, int number, boolean first)
            implements WindowSource {
        @Override
        public Rows rows() {
            return own.rows();
        }

        @Override
        public void windows(StepTile tile, Worker worker, Consumer consumer) {
            shared.windows(tile, worker, own, consumer);
        }

        @Override
        public @Nullable String fixedName() {
            return own.fixedName();
        }

        @Override
        public Counting counting() {
            return own.counting();
        }

        /// All reading is told of at the first function, which normally does all of it.
        @Override
        public @Nullable ReadReport reads() {
            return first ? own.reads() : null;
        }

        @Override
        public List<Operator> children() {
            return List.of();
        }

        @Override
        public String describe() {
            return first
                    ? "Shared range " + number + ": " + own.describe()
                    : "Shared range " + number + " again";
        }
    }
}
