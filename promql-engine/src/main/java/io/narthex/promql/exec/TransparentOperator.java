package io.narthex.promql.exec;

import io.narthex.model.ReadReport;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// An operator that looks on while another one works, and looks like it from above and below.
///
/// Thread safety: as all operators.
abstract sealed class TransparentOperator implements Operator
        permits CountedOperator, TimedOperator {
    /// The operator that works.
    protected final Operator inner;

    TransparentOperator(Operator inner) {
        this.inner = inner;
    }

    @Override
    public final Rows rows() {
        return inner.rows();
    }

    @Override
    public final List<Operator> children() {
        return inner.children();
    }

    @Override
    public final String describe() {
        return inner.describe();
    }

    @Override
    public final @Nullable ReadReport reads() {
        return inner.reads();
    }
}
