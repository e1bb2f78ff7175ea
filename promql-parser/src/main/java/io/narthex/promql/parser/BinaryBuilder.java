package io.narthex.promql.parser;

import io.narthex.promql.parser.VectorMatching.Cardinality;
import io.narthex.promql.parser.grammar.PromqlGrammar;

import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

import java.util.List;

/// Builds binary expressions: operator, modifiers, and the rules on which of them go together.
///
/// Thread safety: for one query.
final class BinaryBuilder {
    private final SourceText source;
    private final Literals literals;
    private final ParserOptions options;

    BinaryBuilder(SourceText source, Literals literals, ParserOptions options) {
        this.source = source;
        this.literals = literals;
        this.options = options;
    }

    Expr build(PromqlGrammar.BinaryExprContext c, Expr lhs, Expr rhs) {
        BinaryOp op = op(c.op);
        PromqlGrammar.ModifiersContext modifiers = c.modifiers();
        boolean returnBool = modifiers.BOOL() != null;
        PositionRange opPlace = literals.range(c.op, c.op);
        PositionRange position = new PositionRange(lhs.position().start(), rhs.position().end());
        checkBool(op, returnBool, lhs, rhs, opPlace);
        checkTypes(lhs);
        checkTypes(rhs);
        VectorMatching matching = matching(op, modifiers);
        if (hasFill(matching) && !options.binopFillModifiers()) {
            throw source.error("binop fill modifiers are experimental and not enabled", position);
        }
        boolean vectors = lhs.type() == ValueType.VECTOR && rhs.type() == ValueType.VECTOR;
        if (vectors) {
            checkMatching(op, matching, position);
        } else {
            checkNoMatching(op, matching, opPlace, position);
        }
        return new Expr.BinaryExpr(op, lhs, rhs, vectors ? matching : null, returnBool, position);
    }

    /// The operator of a token, in expressions and in durations.
    static BinaryOp op(Token token) {
        return switch (token.getType()) {
            case PromqlGrammar.ADD -> BinaryOp.ADD;
            case PromqlGrammar.SUB -> BinaryOp.SUB;
            case PromqlGrammar.MUL -> BinaryOp.MUL;
            case PromqlGrammar.DIV -> BinaryOp.DIV;
            case PromqlGrammar.MOD -> BinaryOp.MOD;
            case PromqlGrammar.POW -> BinaryOp.POW;
            case PromqlGrammar.ATAN2 -> BinaryOp.ATAN2;
            case PromqlGrammar.EQLC -> BinaryOp.EQL;
            case PromqlGrammar.NEQ -> BinaryOp.NEQ;
            case PromqlGrammar.LTE -> BinaryOp.LTE;
            case PromqlGrammar.LSS -> BinaryOp.LSS;
            case PromqlGrammar.GTE -> BinaryOp.GTE;
            case PromqlGrammar.GTR -> BinaryOp.GTR;
            case PromqlGrammar.TRIM_UPPER -> BinaryOp.TRIM_UPPER;
            case PromqlGrammar.TRIM_LOWER -> BinaryOp.TRIM_LOWER;
            case PromqlGrammar.AND -> BinaryOp.AND;
            case PromqlGrammar.OR -> BinaryOp.OR;
            case PromqlGrammar.UNLESS -> BinaryOp.UNLESS;
            default -> throw new IllegalStateException("BUG: no operator " + token.getText());
        };
    }

    private void checkBool(
            BinaryOp op, boolean returnBool, Expr lhs, Expr rhs, PositionRange opPlace) {
        if (returnBool && !op.isComparison()) {
            throw source.error("bool modifier can only be used on comparison operators", opPlace);
        }
        boolean scalars = lhs.type() == ValueType.SCALAR && rhs.type() == ValueType.SCALAR;
        if (op.isComparison() && !returnBool && scalars) {
            throw source.error("comparisons between scalars must use BOOL modifier", opPlace);
        }
    }

    private void checkTypes(Expr side) {
        if (side.type() != ValueType.SCALAR && side.type() != ValueType.VECTOR) {
            throw source.error(
                    "binary expression must contain only scalar and instant vector types",
                    side.position());
        }
    }

    private void checkMatching(BinaryOp op, VectorMatching matching, PositionRange position) {
        if (op.isSetOperator()) {
            if (matching.cardinality() != Cardinality.MANY_TO_MANY) {
                throw source.error(
                        "no grouping allowed for \"" + op.symbol() + "\" operation", position);
            }
            if (hasFill(matching)) {
                throw source.error(
                        "filling in missing series not allowed for set operators", position);
            }
        }
        for (String label : matching.include()) {
            if (matching.on() && matching.labels().contains(label)) {
                throw source.error(
                        "label \"" + label + "\" must not occur in ON and GROUP clause at once",
                        position);
            }
        }
    }

    private void checkNoMatching(
            BinaryOp op, VectorMatching matching, PositionRange opPlace, PositionRange position) {
        if (!matching.labels().isEmpty()) {
            throw source.error("vector matching only allowed between instant vectors", position);
        }
        if (hasFill(matching)) {
            throw source.error(
                    "filling in missing series only allowed between instant vectors", position);
        }
        if (op.isSetOperator()) {
            throw source.error(
                    "set operator \"" + op.symbol() + "\" not allowed in binary scalar expression",
                    opPlace);
        }
    }

    private static boolean hasFill(VectorMatching matching) {
        return matching.fillLeft() != null || matching.fillRight() != null;
    }

    private VectorMatching matching(BinaryOp op, PromqlGrammar.ModifiersContext c) {
        Double fillLeft = null;
        Double fillRight = null;
        for (PromqlGrammar.FillContext fill : c.fill()) {
            int side = checkedSide(fill, fillLeft, fillRight, c.fill().size());
            double value = literals.signedNumber(fill.signedNumber());
            fillLeft = side == PromqlGrammar.FILL_RIGHT ? fillLeft : Double.valueOf(value);
            fillRight = side == PromqlGrammar.FILL_LEFT ? fillRight : Double.valueOf(value);
        }
        List<String> labels = List.of();
        List<String> include = List.of();
        if (c.matching != null) {
            labels = literals.labels(c.groupingLabels(0));
        }
        if (c.include != null) {
            include = literals.labels(c.include);
        }
        boolean on = c.matching != null && c.matching.getType() == PromqlGrammar.ON;
        return new VectorMatching(
                cardinality(op, c.side), labels, on, include, fillLeft, fillRight);
    }

    /// `fill` stands alone; `fill_left` and `fill_right` once each, in any order.
    private int checkedSide(
            PromqlGrammar.FillContext fill,
            @Nullable Double fillLeft,
            @Nullable Double fillRight,
            int fills) {
        PositionRange place = literals.range(fill.getStart(), fill.getStop());
        int side = fill.side.getType();
        boolean repeated =
                (side == PromqlGrammar.FILL && fills > 1)
                        || (side == PromqlGrammar.FILL_LEFT && fillLeft != null)
                        || (side == PromqlGrammar.FILL_RIGHT && fillRight != null);
        if (repeated) {
            throw source.error("unexpected <" + fill.side.getText() + ">", place);
        }
        return side;
    }

    private static Cardinality cardinality(BinaryOp op, @Nullable Token side) {
        if (side == null) {
            return op.isSetOperator() ? Cardinality.MANY_TO_MANY : Cardinality.ONE_TO_ONE;
        }
        return side.getType() == PromqlGrammar.GROUP_LEFT
                ? Cardinality.MANY_TO_ONE
                : Cardinality.ONE_TO_MANY;
    }
}
