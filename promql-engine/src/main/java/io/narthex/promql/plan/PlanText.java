package io.narthex.promql.plan;

import io.narthex.promql.Explanation.PlanNode;
import io.narthex.promql.Explanation.Rewrite;
import io.narthex.promql.parser.TimeShift.Extension;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// One line of text per plan node, for `explain`.
///
/// Thread safety: stateless.
public final class PlanText {
    private PlanText() {}

    /// A plan as a tree of texts.
    public static PlanNode tree(LogicalNode node) {
        return new PlanNode(describe(node), node.children().stream().map(PlanText::tree).toList());
    }

    /// What each optimizer does to a plan, those that are switched off included.
    ///
    /// @param plan before any optimizer
    /// @param disabled names of optimizers that are switched off
    public static List<Rewrite> rewrites(LogicalNode plan, Set<String> disabled) {
        List<Rewrite> rewrites = new ArrayList<>();
        LogicalNode before = plan;
        for (Optimizer optimizer : Optimizers.ALL) {
            boolean enabled = !disabled.contains(optimizer.name());
            LogicalNode after = enabled ? optimizer.optimize(before) : optimizer.skip(before);
            boolean changed = enabled && !after.equals(before);
            rewrites.add(new Rewrite(optimizer.name(), enabled, changed ? tree(after) : null));
            before = after;
        }
        return rewrites;
    }

    /// The node without its children.
    public static String describe(LogicalNode node) {
        return switch (node) {
            case LogicalNode.Literal literal -> "Literal " + literal.value();
            case LogicalNode.Text text -> "Text \"" + text.value() + "\"";
            case LogicalNode.Selector s -> "Selector " + selector(s);
            case LogicalNode.RangeSelector r ->
                    "RangeSelector " + selector(r.selector()) + " range " + r.range() + "ms";
            case LogicalNode.Subquery s ->
                    "Subquery range "
                            + s.range()
                            + "ms step "
                            + s.step()
                            + "ms"
                            + shift(s.offset(), s.at());
            case LogicalNode.Plus _ -> "Plus";
            case LogicalNode.Negate _ -> "Negate";
            case LogicalNode.Binary b ->
                    "Binary " + b.op().symbol() + (b.returnBool() ? " bool" : "");
            case LogicalNode.Aggregate a ->
                    "Aggregate "
                            + a.op().keyword()
                            + (a.without() ? " without " : " by ")
                            + a.grouping();
            case LogicalNode.Call c -> "Call " + c.name();
            case LogicalNode.Shared s -> "Shared " + s.number();
            case LogicalNode.SharedRange s -> "SharedRange " + s.number();
            case LogicalNode.Projection p -> "Labels needed " + p.need();
            case LogicalNode.StepInvariant s ->
                    s.once() ? "StepInvariant" : "StepInvariant at every step";
        };
    }

    private static String selector(LogicalNode.Selector s) {
        String extension =
                s.extension() == Extension.NONE
                        ? ""
                        : " " + s.extension().name().toLowerCase(Locale.ROOT);
        return s.matchers() + narrowing(s.narrowing()) + extension + shift(s.offset(), s.at());
    }

    private static String narrowing(Narrowing narrowing) {
        if (narrowing.isEmpty()) {
            return "";
        }
        return " narrowed to "
                + narrowing.matchers()
                + (narrowing.plainOnly() ? " if all series are plain" : "");
    }

    private static String shift(long offset, @Nullable Long at) {
        return (at == null ? "" : " @ " + at + "ms")
                + (offset == 0 ? "" : " offset " + offset + "ms");
    }
}
