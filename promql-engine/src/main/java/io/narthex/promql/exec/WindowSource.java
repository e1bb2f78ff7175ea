package io.narthex.promql.exec;

import io.narthex.model.ReadReport;
import io.narthex.promql.window.MixedWindows;
import io.narthex.promql.window.WindowPlan;
import io.narthex.promql.window.Windows;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A range vector: windows over the samples of a selector or of a subquery.
///
/// Thread safety: as an [Operator].
interface WindowSource {
    /// What counts as looked at when a function takes the windows.
    enum Counting {
        /// The samples in them, read from the store.
        READ,
        /// The samples in them, which were computed from what was read.
        COMPUTED,
        NOTHING
    }

    /// Takes the series of a tile.
    interface Consumer {
        /// Takes a series of floats.
        ///
        /// @param plan which samples lie in which window; at least one sample in all
        /// @param values without stale markers, fitting the plan; valid until the call returns
        /// @param noDrop whether no value is known to be below its predecessor
        void series(int row, WindowPlan plan, double[] values, boolean noDrop);

        /// Takes a series with native histograms, or with start timestamps that matter.
        void mixed(int row, MixedWindows windows);

        /// Lent to functions of floats over such a series; knows the tile.
        Windows windows();

        /// Is told what was looked at to compute the series. Functions have no use for it: for them
        /// the samples in their windows count.
        default void computed(StepSamples samples) {}
    }

    /// The series, with their names.
    Rows rows();

    /// Hands over the series that have samples in some window of the tile, rows ascending.
    void windows(StepTile tile, Worker worker, Consumer consumer);

    /// The metric's name where all series have the same one for sure, or null.
    @Nullable String fixedName();

    /// What counts as looked at.
    Counting counting();

    /// The operators below, for `explain`.
    List<Operator> children();

    /// What it reads, for `explain`.
    String describe();

    /// What the store tells of its reading; null where it reads no store, and where nobody asks.
    default @Nullable ReadReport reads() {
        return null;
    }
}
