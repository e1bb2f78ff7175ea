package io.narthex.promql.plan;

import io.narthex.model.LabelMatcher;

import java.util.Comparator;
import java.util.List;

/// Puts cheap and selective conditions first, and drops repeated ones.
///
/// The direct arguments of `absent` and `absent_over_time` stay as written: which labels those
/// functions give depends on the order and number of conditions.
///
/// Thread safety: stateless.
final class SortMatchers implements Optimizer {
    private static final Comparator<LabelMatcher> CHEAP_FIRST =
            Comparator.comparing(LabelMatcher::type);

    @Override
    public String name() {
        return "sort-matchers";
    }

    @Override
    public LogicalNode optimize(LogicalNode node) {
        return switch (node) {
            case LogicalNode.Selector selector -> sorted(selector);
            case LogicalNode.Call call when isAbsent(call) ->
                    Rewrites.children(call, this::belowAbsent);
            default -> Rewrites.children(node, this::optimize);
        };
    }

    private LogicalNode belowAbsent(LogicalNode argument) {
        return switch (argument) {
            case LogicalNode.Selector _, LogicalNode.RangeSelector _ -> argument;
            default -> optimize(argument);
        };
    }

    private static boolean isAbsent(LogicalNode.Call call) {
        return call.name().equals("absent") || call.name().equals("absent_over_time");
    }

    private static LogicalNode sorted(LogicalNode.Selector s) {
        List<LabelMatcher> sorted = s.matchers().stream().distinct().sorted(CHEAP_FIRST).toList();
        return sorted.equals(s.matchers()) ? s : s.matching(sorted);
    }
}
