package io.narthex.promql.exec;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/// The last note of each step of a join's tile: what earlier pairs had to say is forgotten, as in
/// Prometheus.
///
/// Thread safety: for one worker.
final class LastNotes implements BinaryNotes {
    private final @Nullable Consumer<BinaryNotes>[] last;
    private int step;

    @SuppressWarnings({"unchecked", "rawtypes"})
    LastNotes(int steps) {
        last = new Consumer[steps];
    }

    /// What is noted next is noted of this step.
    LastNotes at(int k) {
        step = k;
        return this;
    }

    /// Says what is left.
    void tell(BinaryNotes notes) {
        for (Consumer<BinaryNotes> note : last) {
            if (note != null) {
                note.accept(notes);
            }
        }
    }

    @Override
    public void incompatible(String left, String operator, String right) {
        last[step] = notes -> notes.incompatible(left, operator, right);
    }

    @Override
    public void mixedSchemasOf(String operator) {
        last[step] = notes -> notes.mixedSchemasOf(operator);
    }

    @Override
    public void resetsCollide(String operation) {
        last[step] = notes -> notes.resetsCollide(operation);
    }

    @Override
    public void boundsReconciled(String operation) {
        last[step] = notes -> notes.boundsReconciled(operation);
    }
}
