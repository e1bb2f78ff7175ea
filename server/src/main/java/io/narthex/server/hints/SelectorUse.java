package io.narthex.server.hints;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.promql.parser.Expr;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// A selector in a query, and everything that encloses it.
///
/// @param window the range selector that it is part of; null where it selects instant vectors
/// @param around the innermost expression around the selector and its window; null where they are
///     the whole query
record SelectorUse(
        Expr.VectorSelector selector,
        Expr.@Nullable MatrixSelector window,
        @Nullable Enclosing around) {
    /// What is more or deeper was not written by anybody who would read a hint.
    private static final int MAX_USES = 100;

    static final int MAX_DEPTH = 100;

    /// The selectors of a query in the order of its text, as far as somebody may have written them.
    static List<SelectorUse> of(Expr query) {
        List<SelectorUse> uses = new ArrayList<>();
        collect(query, null, 0, uses);
        return uses;
    }

    private static void collect(
            Expr expr, @Nullable Enclosing around, int depth, List<SelectorUse> uses) {
        if (depth > MAX_DEPTH || uses.size() == MAX_USES) {
            return;
        }
        switch (expr) {
            case Expr.VectorSelector s -> uses.add(new SelectorUse(s, null, around));
            case Expr.MatrixSelector m -> uses.add(new SelectorUse(m.selector(), m, around));
            default -> {
                List<Expr> operands = Enclosing.operands(expr);
                for (int i = 0; i < operands.size(); i++) {
                    collect(operands.get(i), new Enclosing(expr, i, around), depth + 1, uses);
                }
            }
        }
    }

    /// The one metric that is selected; null where the name is not fixed.
    @Nullable String metric() {
        for (LabelMatcher m : selector.matchers()) {
            if (m.name().equals(Labels.NAME) && m.type() == LabelMatcher.Type.EQUAL) {
                return m.value();
            }
        }
        return null;
    }

    /// What takes the selector's value, parentheses skipped; null where nothing does.
    @Nullable Enclosing user() {
        Enclosing user = around;
        while (user != null && user.expr() instanceof Expr.ParenExpr) {
            user = user.outer();
        }
        return user;
    }
}
