package io.narthex.server.hints;

import io.narthex.model.Labels;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.Value;
import io.narthex.promql.parser.BinaryOp;
import io.narthex.promql.parser.Expr;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// An empty answer, because two vectors have no series in common: which labels differ, and by which
/// they would match.
///
/// Thread safety: as engine and store.
record UnmatchedJoinRule(PartQueries parts) implements AnswerRule {
    /// Joins of a query that are looked at: each side of each is evaluated once more.
    private static final int MAX_JOINS = 3;

    /// Series of a side that are compared; a join of more is left alone.
    private static final int MAX_SERIES = 20_000;

    @Override
    public List<Hint> check(Expr query, QueryRequest request, Value answer) {
        if (!AnswerRule.isEmpty(answer)) {
            return List.of();
        }
        List<Expr.BinaryExpr> joins = new ArrayList<>();
        collect(query, 0, joins);
        for (Expr.BinaryExpr join : joins) {
            String text = mismatch(join, request);
            if (text != null) {
                return List.of(new Hint(text, join.position()));
            }
        }
        return List.of();
    }

    /// The joins of a query, those within others first: where one of those is empty, so is what
    /// holds it.
    private static void collect(Expr expr, int depth, List<Expr.BinaryExpr> joins) {
        if (depth > SelectorUse.MAX_DEPTH) {
            return;
        }
        for (Expr operand : Enclosing.operands(expr)) {
            collect(operand, depth + 1, joins);
        }
        if (joins.size() < MAX_JOINS && expr instanceof Expr.BinaryExpr join && needsMatch(join)) {
            joins.add(join);
        }
    }

    private static boolean needsMatch(Expr.BinaryExpr join) {
        return join.matching() != null
                && join.op() != BinaryOp.OR
                && join.op() != BinaryOp.UNLESS
                && join.matching().fillLeft() == null
                && join.matching().fillRight() == null;
    }

    private @Nullable String mismatch(Expr.BinaryExpr join, QueryRequest request) {
        List<Labels> left = series(join.lhs(), request);
        List<Labels> right = left.isEmpty() ? List.of() : series(join.rhs(), request);
        if (right.isEmpty() || join.matching() == null) {
            return null;
        }
        return new JoinLabels(join.matching(), left, right).mismatch();
    }

    private List<Labels> series(Expr side, QueryRequest request) {
        Value value = parts.atEnd(request, PartQueries.text(request, side.position()));
        return value instanceof Value.Vector vector && vector.samples().size() <= MAX_SERIES
                ? vector.samples().stream().map(Value.VectorSample::labels).toList()
                : List.of();
    }
}
