package io.narthex.promql.plan;

import io.narthex.promql.Explanation.PlanNode;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.parser.PromqlParser;

import java.util.ArrayList;
import java.util.List;

/// Plans for tests of optimizers.
final class Plans {
    /// 10 minutes at 15 seconds.
    private static final QueryTimes TIMES = new QueryTimes(100_000, 700_000, 15_000, 60_000);

    private Plans() {}

    /// A query's plan before any optimizer.
    static LogicalNode of(String query) {
        return Planner.translate(PromqlParser.parse(query, ParserOptions.ALL), TIMES);
    }

    /// A plan as one line: `Binary *(Selector […], Literal 2.0)`.
    static String line(LogicalNode node) {
        return line(PlanText.tree(node));
    }

    private static String line(PlanNode node) {
        List<String> inputs = node.inputs().stream().map(Plans::line).toList();
        return inputs.isEmpty() ? node.text() : node.text() + "(" + String.join(", ", inputs) + ")";
    }

    /// The selectors of a plan, from left to right.
    static List<String> selectors(LogicalNode node) {
        List<String> all = new ArrayList<>();
        addSelectors(node, all);
        return all;
    }

    private static void addSelectors(LogicalNode node, List<String> into) {
        switch (node) {
            case LogicalNode.Selector s -> into.add(PlanText.describe(s));
            case LogicalNode.RangeSelector r -> into.add(PlanText.describe(r.selector()));
            default -> node.children().forEach(child -> addSelectors(child, into));
        }
    }
}
