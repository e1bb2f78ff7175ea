package io.narthex.promql.exec;

import io.narthex.model.ReadReport;
import io.narthex.promql.Explanation.Measured;
import io.narthex.promql.Explanation.OperatorNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Tells of a tree of operators, for `explain`.
///
/// Thread safety: stateless.
public final class OperatorReport {
    private OperatorReport() {}

    /// The tree below an operator, measured where it was run with [TimedOperator]s.
    public static OperatorNode of(Operator operator) {
        List<OperatorNode> inputs = new ArrayList<>();
        boolean elsewhere =
                operator instanceof CountedOperator counted && counted.isShownElsewhere();
        for (Operator child : elsewhere ? List.<Operator>of() : operator.children()) {
            inputs.add(of(child));
        }
        return new OperatorNode(
                operator.describe(), operator.rows().size(), measured(operator, inputs), inputs);
    }

    private static @Nullable Measured measured(Operator operator, List<OperatorNode> inputs) {
        if (!(operator instanceof CountedOperator counted)) {
            return null;
        }
        TimedOperator timed = counted.timed();
        if (timed == null) {
            return null;
        }
        long wall = timed.selfNanos();
        for (OperatorNode input : inputs) {
            Measured below = input.measured();
            wall += below == null ? 0 : below.wallNanos();
        }
        return new Measured(
                timed.givenRows(),
                counted.given(),
                timed.samplesRead(),
                wall,
                timed.selfNanos(),
                figures(operator.reads()));
    }

    /// Null also where the store had nothing to tell.
    private static ReadReport.@Nullable Figures figures(@Nullable ReadReport report) {
        ReadReport.Figures figures = report == null ? null : report.figures();
        return figures == null || figures.decoded() + figures.skipped() == 0 ? null : figures;
    }
}
