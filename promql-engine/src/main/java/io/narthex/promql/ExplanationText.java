package io.narthex.promql;

import io.narthex.model.ReadReport;
import io.narthex.promql.Explanation.ExprNode;
import io.narthex.promql.Explanation.Measured;
import io.narthex.promql.Explanation.OperatorNode;
import io.narthex.promql.Explanation.PlanNode;
import io.narthex.promql.Explanation.Rewrite;
import io.narthex.promql.parser.PrettyPrinter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// An [Explanation] as indented lines.
///
/// Thread safety: for one text.
final class ExplanationText {
    private final StringBuilder out = new StringBuilder();

    private ExplanationText() {}

    static String of(Explanation explanation) {
        ExplanationText text = new ExplanationText();
        text.write(explanation);
        return text.out.toString();
    }

    private void write(Explanation explanation) {
        out.append("Expression\n");
        PrettyPrinter.print(explanation.expression()).lines().forEach(l -> line(l, 1));
        out.append("Parsed tree\n");
        tree(explanation.tree(), 1);
        out.append("Plan\n");
        plan(explanation.plan(), 1, null);
        PlanNode before = explanation.plan();
        List<String> unchanged = new ArrayList<>();
        List<String> disabled = new ArrayList<>();
        for (Rewrite rewrite : explanation.rewrites()) {
            PlanNode after = rewrite.after();
            if (after != null) {
                out.append("Plan after ").append(rewrite.optimizer()).append('\n');
                plan(after, 1, texts(before));
                before = after;
            } else {
                (rewrite.enabled() ? unchanged : disabled).add(rewrite.optimizer());
            }
        }
        list("Nothing to do for ", unchanged);
        list("Switched off: ", disabled);
        if (explanation.operators() != null) {
            out.append("Operators\n");
            operator(explanation.operators(), 1);
        }
        if (explanation.stats() != null) {
            stats(explanation.stats());
        }
    }

    private void list(String title, List<String> names) {
        if (!names.isEmpty()) {
            out.append(title).append(String.join(", ", names)).append('\n');
        }
    }

    private void tree(ExprNode node, int depth) {
        line(
                node.place()
                        + " "
                        + node.kind()
                        + " "
                        + node.text()
                        + " ("
                        + node.type().text()
                        + ")",
                depth);
        for (ExprNode operand : node.operands()) {
            tree(operand, depth + 1);
        }
    }

    /// @param before how often each text is in the plan before, where there is one: a node that
    ///     was not there is marked
    private void plan(PlanNode node, int depth, @Nullable Map<String, Integer> before) {
        boolean changed = before != null && before.merge(node.text(), -1, Integer::sum) < 0;
        line(node.text(), depth);
        if (changed) {
            out.setCharAt(out.length() - node.text().length() - 2 * depth - 1, '*');
        }
        for (PlanNode input : node.inputs()) {
            plan(input, depth + 1, before);
        }
    }

    private static Map<String, Integer> texts(PlanNode plan) {
        Map<String, Integer> texts = new HashMap<>();
        count(plan, texts);
        return texts;
    }

    private static void count(PlanNode node, Map<String, Integer> into) {
        into.merge(node.text(), 1, Integer::sum);
        node.inputs().forEach(input -> count(input, into));
    }

    private void operator(OperatorNode node, int depth) {
        Measured measured = node.measured();
        line(measured == null ? node.text() : node.text() + measured(node, measured), depth);
        for (OperatorNode input : node.inputs()) {
            operator(input, depth + 1);
        }
    }

    private static String measured(OperatorNode node, Measured m) {
        return String.format(
                Locale.ROOT,
                " [rows %d of %d, values %d, samples read %d%s, %s, self %s]",
                m.rows(),
                node.rows(),
                m.values(),
                m.samplesRead(),
                reads(m.reads()),
                millis(m.wallNanos()),
                millis(m.selfNanos()));
    }

    private static String reads(ReadReport.@Nullable Figures reads) {
        return reads == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", chunks decoded %d, skipped %d, bytes %d",
                        reads.decoded(),
                        reads.skipped(),
                        reads.bytes());
    }

    private void stats(QueryStats stats) {
        out.append("Run\n");
        line("waited " + millis(stats.queueNanos()), 1);
        line("prepared " + millis(stats.prepareNanos()), 1);
        line("evaluated " + millis(stats.evalNanos()), 1);
        line("samples read " + stats.totalQueryableSamples(), 1);
        line("most samples held " + stats.peakSamples(), 1);
        line("most bytes held " + stats.peakBytes(), 1);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.3f ms", nanos / 1e6);
    }

    private void line(String text, int depth) {
        out.append("  ".repeat(depth)).append(text).append('\n');
    }
}
