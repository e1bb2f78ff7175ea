package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.promql.plan.LabelNeed;

import java.util.List;

/// The rows an operator may give, known before the first tile runs: their labels and order.
///
/// A row listed here need not have a value at any step. Two rows may have equal labels as long as
/// their values never meet at one step. Labels are made on demand, so that a repeated query whose
/// group keys are cached does no label work.
///
/// Thread safety: immutable, safe to share.
public interface Rows {
    /// The number of rows.
    int size();

    /// The labels of a row.
    Labels labels(int row);

    /// Those labels of a row that somebody needs, for less work where that is possible.
    default Labels labels(int row, LabelNeed need) {
        return need.of(labels(row));
    }

    /// Whether the metric name is to be removed from the row at the very end (delayed name
    /// removal); always `false` where names are removed at once.
    default boolean dropName(int row) {
        return false;
    }

    /// Names the content of the rows, as [io.narthex.model.SeriesSet#fingerprint] does; 0 where
    /// unknown.
    default long fingerprint() {
        return 0;
    }

    /// One row without labels: what scalars have.
    static Rows scalar() {
        return of(List.of(Labels.empty()));
    }

    /// Rows with the given labels.
    static Rows of(List<Labels> labels) {
        return new Rows() {
            @Override
            public int size() {
                return labels.size();
            }

            @Override
            public Labels labels(int row) {
                return labels.get(row);
            }
        };
    }

    /// Rows with the given labels and flags, and no fingerprint.
    static Rows of(List<Labels> labels, boolean[] dropName) {
        return of(labels, dropName, 0);
    }

    /// Rows with the given labels and flags.
    ///
    /// @param fingerprint see [#fingerprint]
    static Rows of(List<Labels> labels, boolean[] dropName, long fingerprint) {
        return new Rows() {
            @Override
            public int size() {
                return labels.size();
            }

            @Override
            public Labels labels(int row) {
                return labels.get(row);
            }

            @Override
            public boolean dropName(int row) {
                return dropName[row];
            }

            @Override
            public long fingerprint() {
                return fingerprint;
            }
        };
    }
}
