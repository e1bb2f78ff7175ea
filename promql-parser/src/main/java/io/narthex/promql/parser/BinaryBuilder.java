package io.narthex.promql.parser;

import io.narthex.promql.parser.Expr.BinaryExpr;
import io.narthex.promql.parser.VectorMatching.Cardinality;
import io.narthex.promql.parser.grammar.PromqlGrammar;

import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Builds binary expressions: operator and modifiers.
///
/// Thread safety: for one query.
final class BinaryBuilder {
    private final SourceText source;
    private final Literals literals;
    private final ParserOptions options;
    private final Map<BinaryExpr, VectorMatching> scalarMatchings = new IdentityHashMap<>();

    BinaryBuilder(SourceText source, Literals literals, ParserOptions options) {
        this.source = source;
        this.literals = literals;
        this.options = options;
    }

    /// @param rhs builds the right side, which stands behind the modifiers
    BinaryExpr build(PromqlGrammar.BinaryExprContext c, Expr lhs, Supplier<Expr> rhs) {
        BinaryOp op = op(c.op);
        PromqlGrammar.ModifiersContext modifiers = c.modifiers();
        VectorMatching matching = matching(op, modifiers);
        Expr right = rhs.get();
        PositionRange position = new PositionRange(lhs.position().start(), right.position().end());
        if (matching.isFilled() && !options.binopFillModifiers()) {
            throw source.error("binop fill modifiers are experimental and not enabled", position);
        }
        boolean vectors = lhs.type() == ValueType.VECTOR && right.type() == ValueType.VECTOR;
        BinaryExpr binary =
                new BinaryExpr(
                        op,
                        lhs,
                        right,
                        vectors ? matching : null,
                        modifiers.BOOL() != null,
                        position);
        if (!vectors) {
            scalarMatchings.put(binary, matching);
        }
        return binary;
    }

    /// The matching of those expressions whose sides are not both vectors, by identity.
    Map<BinaryExpr, VectorMatching> scalarMatchings() {
        return scalarMatchings;
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

    private VectorMatching matching(BinaryOp op, PromqlGrammar.ModifiersContext c) {
        List<String> labels = c.matching == null ? List.of() : literals.labels(c.groupingLabels(0));
        List<String> include = c.include == null ? List.of() : literals.labels(c.include);
        boolean on = c.matching != null && c.matching.getType() == PromqlGrammar.ON;
        PromqlGrammar.FillContext fill = c.fill();
        return new VectorMatching(
                cardinality(op, c.side),
                labels,
                on,
                include,
                fill == null ? null : fillValue(fill.both == null ? fill.left : fill.both),
                fill == null ? null : fillValue(fill.both == null ? fill.right : fill.both));
    }

    private @Nullable Double fillValue(PromqlGrammar.@Nullable FillValueContext c) {
        return c == null ? null : Double.valueOf(literals.signedNumber(c.signedNumber()));
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
