package io.narthex.server.hints;

import io.narthex.promql.QueryRequest;
import io.narthex.promql.Value;
import io.narthex.promql.parser.Expr;

import java.util.List;

/// Knows one mistake that shows in the answer.
///
/// Thread safety: implementations are safe for concurrent calls.
interface AnswerRule {
    /// Looks at a query and its answer.
    ///
    /// @return empty where there is nothing to say
    List<Hint> check(Expr query, QueryRequest request, Value answer);

    /// Whether an answer holds no series.
    static boolean isEmpty(Value answer) {
        return switch (answer) {
            case Value.Vector vector -> vector.samples().isEmpty();
            case Value.Matrix matrix -> matrix.rows().isEmpty();
            case Value.Scalar _, Value.Text _ -> false;
        };
    }
}
