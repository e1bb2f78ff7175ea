package io.narthex.promql.parser;

import io.narthex.promql.parser.Expr.BinaryExpr;
import io.narthex.promql.parser.VectorMatching.Cardinality;

import java.util.Map;
import java.util.Objects;

/// The rules on which operators, operands and modifiers go together.
///
/// Thread safety: for one query.
final class BinaryChecker {
    private final SourceText source;
    private final Map<BinaryExpr, VectorMatching> scalarMatchings;

    /// @param scalarMatchings how expressions with a scalar were told to match series
    BinaryChecker(SourceText source, Map<BinaryExpr, VectorMatching> scalarMatchings) {
        this.source = source;
        this.scalarMatchings = scalarMatchings;
    }

    /// @throws ParseException at the first rule that does not hold
    void check(BinaryExpr binary) {
        VectorMatching written =
                binary.matching() == null ? scalarMatchings.get(binary) : binary.matching();
        VectorMatching matching = Objects.requireNonNull(written, "BUG: no matching");
        bool(binary);
        groupLabels(binary, matching);
        type(binary.lhs());
        type(binary.rhs());
        if (binary.matching() == null) {
            withoutVectors(binary, matching);
        } else if (binary.op().isSetOperator()) {
            setOperator(binary, matching);
        }
    }

    private void bool(BinaryExpr binary) {
        boolean comparison = binary.op().isComparison();
        if (binary.returnBool() && !comparison) {
            throw source.error(
                    "bool modifier can only be used on comparison operators", operator(binary));
        }
        boolean scalars =
                binary.lhs().type() == ValueType.SCALAR && binary.rhs().type() == ValueType.SCALAR;
        if (comparison && !binary.returnBool() && scalars) {
            throw source.error(
                    "comparisons between scalars must use BOOL modifier", operator(binary));
        }
    }

    private void groupLabels(BinaryExpr binary, VectorMatching matching) {
        for (String label : matching.labels()) {
            if (matching.on() && matching.include().contains(label)) {
                throw source.error(
                        "label "
                                + GoStrings.quote(label)
                                + " must not occur in ON and GROUP clause at once",
                        operator(binary));
            }
        }
    }

    private void type(Expr side) {
        if (side.type() != ValueType.SCALAR && side.type() != ValueType.VECTOR) {
            throw source.error(
                    "binary expression must contain only scalar and instant vector types",
                    side.position());
        }
    }

    private void withoutVectors(BinaryExpr binary, VectorMatching matching) {
        if (!matching.labels().isEmpty()) {
            throw source.error(
                    "vector matching only allowed between instant vectors", binary.position());
        }
        if (matching.isFilled()) {
            throw source.error(
                    "filling in missing series only allowed between instant vectors",
                    binary.position());
        }
        if (binary.op().isSetOperator()) {
            throw source.error(
                    "set operator \""
                            + binary.op().symbol()
                            + "\" not allowed in binary scalar expression",
                    binary.position());
        }
    }

    private void setOperator(BinaryExpr binary, VectorMatching matching) {
        if (matching.cardinality() != Cardinality.MANY_TO_MANY) {
            throw source.error(
                    "no grouping allowed for \"" + binary.op().symbol() + "\" operation",
                    binary.position());
        }
        if (matching.isFilled()) {
            throw source.error(
                    "filling in missing series not allowed for set operators", binary.position());
        }
    }

    /// The operator's place: from the left side's end to the right side's start, without spaces.
    private PositionRange operator(BinaryExpr binary) {
        return source.trimmed(binary.lhs().position().end(), binary.rhs().position().start());
    }
}
