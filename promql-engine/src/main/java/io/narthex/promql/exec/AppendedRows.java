package io.narthex.promql.exec;

import io.narthex.model.Labels;

/// The rows of one operator, then those of another.
record AppendedRows(Rows first, Rows second) implements Rows {
    @Override
    public int size() {
        return first.size() + second.size();
    }

    @Override
    public Labels labels(int row) {
        return row < first.size() ? first.labels(row) : second.labels(row - first.size());
    }

    @Override
    public boolean dropName(int row) {
        return row < first.size() ? first.dropName(row) : second.dropName(row - first.size());
    }
}
