package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.promql.parser.VectorMatching;
import io.narthex.promql.parser.VectorMatching.Cardinality;

/// The labels of what a binary operator makes of two matching series: what stays of the "many"
/// side's, and those included from the "one" side's.
///
/// Thread safety: immutable.
///
/// @param dropsName whether the name goes at once
/// @param flagsName whether the name is marked to go at the end
record JoinLabels(VectorMatching matching, boolean dropsName, boolean flagsName) {
    /// What stays of the labels of the "many" side.
    Labels base(Labels many) {
        Labels base = dropsName ? MetricNames.drop(many) : many;
        if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
            return matching.on() ? base.keep(matching.labels()) : base.drop(matching.labels());
        }
        return matching.include().isEmpty() ? base : base.drop(matching.include());
    }

    /// What is taken of the labels of the "one" side.
    Labels included(Labels one) {
        return matching.include().isEmpty() ? Labels.empty() : one.keep(matching.include());
    }

    /// The labels of the result.
    static Labels join(Labels base, Labels included) {
        if (included.isEmpty()) {
            return base;
        }
        Labels.Builder builder = base.toBuilder();
        for (int i = 0; i < included.size(); i++) {
            builder.set(included.name(i), included.value(i));
        }
        return builder.build();
    }
}
