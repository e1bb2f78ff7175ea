package io.narthex.promql.exec;

import io.narthex.model.relabel.RelabelRegex;
import io.narthex.promql.QueryException;
import io.narthex.promql.plan.LabelNeed;
import io.narthex.promql.plan.LogicalNode;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.StringJoiner;

/// Builds the operators of functions that change labels.
///
/// Thread safety: stateless.
final class LabelOperators {
    /// So that matching and comparing one value takes no time that anybody notices.
    private static final int LONGEST_VALUE = 1 << 20;

    private LabelOperators() {}

    /// Whether a call is built here.
    static boolean owns(LogicalNode.Call node) {
        return node.name().equals("label_replace") || node.name().equals("label_join");
    }

    /// A function that changes labels.
    ///
    /// @param need which labels are needed above; null for all
    /// @throws QueryException.Execution if the expression or a name is not valid
    static Operator call(
            LogicalNode.Call node,
            @Nullable LabelNeed need,
            OperatorFactory factory,
            QueryContext context) {
        LabelOperator.Change change = node.name().equals("label_join") ? join(node) : replace(node);
        String destination = texts(node, 1).getFirst();
        Operator input = factory.build(node.args().getFirst());
        boolean needed = need == null || need.has(destination);
        return new LabelOperator(node.name(), input, change, destination, needed, context);
    }

    /// `label_replace(v, dst, replacement, src, regex)`.
    private static LabelOperator.Change replace(LogicalNode.Call node) {
        List<String> texts = texts(node, 1);
        String destination = texts.get(0);
        String source = texts.get(2);
        String template = texts.get(1);
        long references = template.chars().filter(c -> c == '$').count();
        RelabelRegex regex = compile(texts.get(3));
        requireName(destination, "destination", node);
        return (labels, budget) -> {
            String text = labels.getOrEmpty(source);
            // Each reference gives at most the whole text: towers of them grow as powers.
            long most = Footprint.text(template.length() + references * text.length());
            budget.charge(most);
            String value = regex.replace(text, template);
            budget.release(value == null ? most : most - Footprint.text(value.length()));
            return value == null ? null : labels.with(destination, limited(value, node));
        };
    }

    private static String limited(String value, LogicalNode.Call node) {
        if (value.length() > LONGEST_VALUE) {
            throw new QueryException.TooManySamples(
                    node.name()
                            + "() would make a label value of more than "
                            + LONGEST_VALUE
                            + " characters");
        }
        return value;
    }

    private static RelabelRegex compile(String regex) {
        try {
            return RelabelRegex.compile(regex);
        } catch (IllegalArgumentException _) {
            throw new QueryException.Execution(
                    "invalid regular expression in label_replace(): " + regex);
        }
    }

    /// `label_join(v, dst, separator, src…)`.
    private static LabelOperator.Change join(LogicalNode.Call node) {
        String destination = texts(node, 1).getFirst();
        String separator = texts(node, 2).getFirst();
        List<String> sources = texts(node, 3);
        for (String source : sources) {
            requireName(source, "source", node);
        }
        requireName(destination, "destination", node);
        return (labels, budget) -> {
            long length = (long) separator.length() * sources.size();
            for (String source : sources) {
                length += labels.getOrEmpty(source).length();
            }
            budget.charge(Footprint.text(length));
            StringJoiner value = new StringJoiner(separator);
            for (String source : sources) {
                value.add(labels.getOrEmpty(source));
            }
            return labels.with(destination, limited(value.toString(), node));
        };
    }

    /// The string arguments from the `from`-th on.
    static List<String> texts(LogicalNode.Call node, int from) {
        return texts(node.args().subList(from, node.args().size()));
    }

    /// String arguments.
    static List<String> texts(List<LogicalNode> args) {
        return args.stream().map(arg -> ((LogicalNode.Text) arg).value()).toList();
    }

    /// Names are any text but the empty one. U+FFFD stands for bytes that are no text: the parser
    /// puts it there.
    private static void requireName(String name, String role, LogicalNode.Call node) {
        if (name.isEmpty() || name.indexOf('\uFFFD') >= 0) {
            throw new QueryException.Execution(
                    "invalid " + role + " label name in " + node.name() + "(): " + name);
        }
    }
}
