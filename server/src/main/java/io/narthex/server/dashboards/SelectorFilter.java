package io.narthex.server.dashboards;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.parser.PromqlParser;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Adds Grafana's variables to the selectors of a query, which stays as it was written otherwise.
///
/// `job` and `instance` come from whoever scrapes, so that every selector can hold them. The other
/// variables are labels of what the dashboard is about: of metrics that begin with the same word as
/// its own, such as `fastapi_`.
///
/// @param variables of the dashboard
/// @param metric of the dashboard; null to add every variable to every selector
/// @param syntax of the queries
///
/// Thread safety: immutable.
record SelectorFilter(List<String> variables, @Nullable String metric, ParserOptions syntax) {
    private static final List<String> OF_TARGETS = List.of("job", "instance");

    String filtered(String query) {
        List<Expr.VectorSelector> selectors = new ArrayList<>();
        collect(PromqlParser.parse(query, syntax), selectors);
        // By place, because a query's tree is not always in the order of its text.
        TreeMap<Integer, Expr.VectorSelector> byPlace = new TreeMap<>();
        selectors.forEach(selector -> byPlace.put(selector.position().start(), selector));
        byte[] text = query.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int copied = 0;
        for (Expr.VectorSelector selector : byPlace.values()) {
            String matchers = matchers(selector);
            if (matchers.isEmpty()) {
                continue;
            }
            int brace = brace(text, selector.position().start());
            boolean isThere = brace < text.length && text[brace] == '{';
            int at = isThere ? brace + 1 : endOfName(text, selector.position().start());
            out.write(text, copied, at - copied);
            out.writeBytes(
                    (isThere ? matchers + "," : "{" + matchers + "}")
                            .getBytes(StandardCharsets.UTF_8));
            copied = at;
        }
        out.write(text, copied, text.length - copied);
        return out.toString(StandardCharsets.UTF_8);
    }

    private String matchers(Expr.VectorSelector selector) {
        return variables.stream()
                .filter(variable -> canHold(selector, variable))
                .map(variable -> variable + "=~\"$" + variable + "\"")
                .collect(Collectors.joining(","));
    }

    private boolean canHold(Expr.VectorSelector selector, String variable) {
        if (metric == null || OF_TARGETS.contains(variable)) {
            return true;
        }
        String family = metric.substring(0, metric.indexOf('_') + 1);
        return selector.matchers().stream()
                .anyMatch(
                        m ->
                                m.name().equals(Labels.NAME)
                                        && m.type() == LabelMatcher.Type.EQUAL
                                        && m.value().startsWith(family));
    }

    private static int endOfName(byte[] text, int start) {
        int at = start;
        while (at < text.length
                && (text[at] == '_' || text[at] == ':' || Character.isLetterOrDigit(text[at]))) {
            at++;
        }
        return at;
    }

    /// Where the braces of a selector begin, if it has some: behind its name, blanks, comments.
    private static int brace(byte[] text, int start) {
        int at = endOfName(text, start);
        while (at < text.length && (Character.isWhitespace(text[at]) || text[at] == '#')) {
            if (text[at] == '#') {
                while (at < text.length && text[at] != '\n') {
                    at++;
                }
            } else {
                at++;
            }
        }
        return at;
    }

    private static void collect(Expr expr, List<Expr.VectorSelector> selectors) {
        switch (expr) {
            case Expr.VectorSelector s -> selectors.add(s);
            case Expr.MatrixSelector m -> selectors.add(m.selector());
            case Expr.AggregateExpr a -> {
                collect(a.expr(), selectors);
                if (a.param() != null) {
                    collect(a.param(), selectors);
                }
            }
            case Expr.BinaryExpr b -> {
                collect(b.lhs(), selectors);
                collect(b.rhs(), selectors);
            }
            // The second argument of info names labels, not series.
            case Expr.Call c when c.function().name().equals("info") ->
                    collect(c.args().getFirst(), selectors);
            case Expr.Call c -> c.args().forEach(arg -> collect(arg, selectors));
            case Expr.ParenExpr p -> collect(p.inner(), selectors);
            case Expr.UnaryExpr u -> collect(u.operand(), selectors);
            case Expr.SubqueryExpr s -> collect(s.expr(), selectors);
            case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.QueryParameter _ -> {}
        }
    }
}
