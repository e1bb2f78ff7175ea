package io.narthex.promql.plan;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.promql.parser.BinaryOp;
import io.narthex.promql.parser.ValueType;
import io.narthex.promql.parser.VectorMatching;
import io.narthex.promql.parser.VectorMatching.Cardinality;
import io.narthex.promql.window.CounterNaming;
import io.narthex.promql.window.RangeFunction.Trait;
import io.narthex.promql.window.RangeFunctions;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Lets the selectors of an expression leave out what would only give rows that nobody wants: those
/// whose labels fail some conditions. Rows that satisfy them stay as they are, to the last bit.
///
/// It stops where leaving out rows could hide an error (two rows with equal labels, two matches of
/// one row) or an annotation; what is below then stays as it is.
///
/// Thread safety: for one thread.
final class NarrowRows {
    /// Functions of a parameter, which is judged only where there are rows.
    private static final Set<String> JUDGING =
            Set.of("quantile_over_time", "double_exponential_smoothing");

    private final RowLabels labels;

    NarrowRows(RowLabels labels) {
        this.labels = labels;
    }

    /// @param wanted conditions on labels other than the name, its type and its unit
    LogicalNode of(LogicalNode node, List<LabelMatcher> wanted) {
        return wanted.isEmpty() ? node : narrow(node, wanted, false);
    }

    /// @param plainOnly whether something above raises annotations about histograms
    private LogicalNode narrow(LogicalNode node, List<LabelMatcher> wanted, boolean plainOnly) {
        return switch (node) {
            case LogicalNode.Selector s -> selector(s, wanted, plainOnly);
            case LogicalNode.RangeSelector r -> range(r, wanted, plainOnly);
            case LogicalNode.Plus p -> Rewrites.children(p, in -> narrow(in, wanted, plainOnly));
            case LogicalNode.Negate n when canLoseName(n.input()) ->
                    Rewrites.children(n, in -> narrow(in, wanted, true));
            case LogicalNode.Subquery s ->
                    Rewrites.children(s, in -> narrow(in, wanted, plainOnly));
            case LogicalNode.Call c when isTransparent(c) -> call(c, wanted, plainOnly);
            case LogicalNode.Aggregate a when a.param() == null -> aggregate(a, wanted, plainOnly);
            case LogicalNode.Binary b when !isTrim(b.op()) -> binary(b, wanted, plainOnly);
            default -> node;
        };
    }

    private LogicalNode selector(
            LogicalNode.Selector s, List<LabelMatcher> wanted, boolean plainOnly) {
        List<LabelMatcher> more = new ArrayList<>(wanted);
        more.removeAll(s.matchers());
        more.removeAll(s.narrowing().matchers());
        return more.isEmpty() ? s : s.narrowed(s.narrowing().and(more, plainOnly));
    }

    private LogicalNode range(
            LogicalNode.RangeSelector r, List<LabelMatcher> wanted, boolean plainOnly) {
        return selector(r.selector(), wanted, plainOnly) instanceof LogicalNode.Selector s
                ? new LogicalNode.RangeSelector(s, r.range(), r.position())
                : r;
    }

    private LogicalNode call(LogicalNode.Call c, List<LabelMatcher> wanted, boolean plainOnly) {
        boolean plain = plainOnly || !keepsName(c);
        return Rewrites.children(
                c,
                arg ->
                        arg.type() == ValueType.MATRIX || arg.type() == ValueType.VECTOR
                                ? narrow(arg, wanted, plain)
                                : arg);
    }

    /// Whether the rows of a call are those of its argument, each by itself, and a row that is
    /// missing hides nothing.
    private boolean isTransparent(LogicalNode.Call c) {
        if (RangeFunctions.find(c.name()) == null) {
            return RowwiseCalls.dropName(c) && canLoseName(c.args().getFirst());
        }
        if (JUDGING.contains(c.name())) {
            return false;
        }
        LogicalNode range = RowLabels.range(c);
        return keepsName(c)
                || (canLoseName(range)
                        && (!RangeFunctions.traits(c.name()).contains(Trait.COUNTER)
                                || isCounter(range)));
    }

    private static boolean keepsName(LogicalNode.Call c) {
        return RangeFunctions.traits(c.name()).contains(Trait.KEEPS_NAME);
    }

    /// Whether no annotation says that the metric is no counter.
    private boolean isCounter(LogicalNode range) {
        return labels.of(range).facts().stream()
                .anyMatch(
                        m ->
                                m.name().equals(Labels.NAME)
                                        && m.type() == LabelMatcher.Type.EQUAL
                                        && CounterNaming.fits(m.value()));
    }

    /// Whether no two rows become equal when the name goes. Type and unit go with it, which is why
    /// narrowing then is for plain series only.
    private boolean canLoseName(LogicalNode node) {
        return labels.of(node).isFixed(Labels.NAME);
    }

    private LogicalNode aggregate(
            LogicalNode.Aggregate a, List<LabelMatcher> wanted, boolean plainOnly) {
        List<LabelMatcher> kept =
                wanted.stream()
                        .filter(m -> a.grouping().contains(m.name()) != a.without())
                        .toList();
        if (kept.isEmpty()) {
            return a;
        }
        boolean notes =
                switch (a.op()) {
                    case COUNT, GROUP -> false;
                    default -> true;
                };
        return Rewrites.children(a, in -> narrow(in, kept, plainOnly || notes));
    }

    private LogicalNode binary(LogicalNode.Binary b, List<LabelMatcher> wanted, boolean plainOnly) {
        VectorMatching matching = b.matching();
        if (matching == null) {
            boolean keepsName = b.op().isComparison() && !b.returnBool();
            return Rewrites.children(
                    b,
                    side ->
                            side.type() == ValueType.VECTOR && (keepsName || canLoseName(side))
                                    ? narrow(side, wanted, true)
                                    : side);
        }
        // A match group then stays or goes as a whole.
        List<LabelMatcher> keys =
                wanted.stream().filter(m -> KnownLabels.isKey(m.name(), matching)).toList();
        if (keys.isEmpty() || !(b.op().isSetOperator() || matchesAreSure(b, matching))) {
            return b;
        }
        boolean plain = plainOnly || !b.op().isSetOperator();
        return Rewrites.children(b, side -> narrow(side, keys, plain));
    }

    /// Whether no two rows can match one row where only one may.
    private boolean matchesAreSure(LogicalNode.Binary b, VectorMatching matching) {
        if (matching.fillLeft() != null
                || matching.fillRight() != null
                || matching.labels().stream().anyMatch(KnownLabels.DESCRIPTIVE::contains)) {
            return false;
        }
        boolean swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
        KnownLabels one = labels.of(swapped ? b.lhs() : b.rhs());
        KnownLabels many = labels.of(swapped ? b.rhs() : b.lhs());
        return one.areUniqueIn(matching)
                && (matching.cardinality() == Cardinality.ONE_TO_ONE
                        ? many.areUniqueIn(matching)
                        : many.isFixed(Labels.NAME) && many.differWithout(matching.include()));
    }

    private static boolean isTrim(BinaryOp op) {
        return op == BinaryOp.TRIM_UPPER || op == BinaryOp.TRIM_LOWER;
    }
}
