package io.narthex.server.hints;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesSet;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.parser.AggregateOp;
import io.narthex.promql.parser.BinaryOp;
import io.narthex.promql.parser.Expr;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/// Scrapes of `/metrics` counted as if they were users' requests: a service without any traffic
/// then seems to have some.
///
/// It says something where series of `/metrics` are selected, nobody put a condition on the label
/// that tells them apart, and an aggregation then mixes them with the others.
///
/// Thread safety: as the store.
///
/// @param storage asked for labels only, never for samples
record MetricsTrafficRule(Queryable storage) implements HintRule {
    /// What services call the label with the path of a request; the first that is found is named.
    private static final List<String> PATH_LABELS =
            List.of("endpoint", "handler", "path", "route", "uri", "url", "view");

    private static final String METRICS = "/metrics";

    private static final Set<String> RATES = Set.of("rate", "increase", "irate");

    /// Series of `/metrics` that are looked at, some 15 per process: far more than most have.
    private static final int MAX_SERIES = 10_000;

    @Override
    public @Nullable Hint check(SelectorUse use, QueryRequest request) {
        if (use.window() == null || !ShortWindowRule.isUsedBy(RATES, use)) {
            return null;
        }
        List<String> mixed = PATH_LABELS.stream().filter(label -> isMixed(label, use)).toList();
        String found = mixed.isEmpty() ? null : firstWithScrapes(mixed, use, request);
        return found == null
                ? null
                : new Hint(
                        "scrapes of /metrics are counted too; leave them out with {"
                                + found
                                + "!=\"/metrics\"}",
                        use.selector().position());
    }

    /// Whether an aggregation mixes series that differ in a label which the selector leaves open.
    private static boolean isMixed(String label, SelectorUse use) {
        for (LabelMatcher m : use.selector().matchers()) {
            if (m.name().equals(label)) {
                return false;
            }
        }
        Enclosing rate = use.user();
        Enclosing step = rate == null ? null : rate.outer();
        for (; step != null && ValueFlow.passes(step); step = step.outer()) {
            switch (step.expr()) {
                case Expr.AggregateExpr a when isFold(a.op()) -> {
                    if (a.grouping().contains(label) == a.without()) {
                        return true;
                    }
                }
                // The condition may be on the label, and so may be what the label became.
                case Expr.BinaryExpr b when b.op() == BinaryOp.AND || b.op() == BinaryOp.UNLESS -> {
                    return false;
                }
                case Expr.Call call when writes(label, call) -> {
                    return false;
                }
                default -> {}
            }
        }
        return false;
    }

    private static boolean isFold(AggregateOp op) {
        return switch (op) {
            case SUM, AVG, MIN, MAX, STDDEV, STDVAR, QUANTILE -> true;
            case COUNT, GROUP, COUNT_VALUES, TOPK, BOTTOMK, LIMITK, LIMIT_RATIO -> false;
        };
    }

    private static boolean writes(String label, Expr.Call call) {
        String function = call.function().name();
        return (function.equals("label_replace") || function.equals("label_join"))
                && call.args().get(1) instanceof Expr.StringLiteral target
                && target.value().equals(label);
    }

    private @Nullable String firstWithScrapes(
            List<String> labels, SelectorUse use, QueryRequest request) {
        Expr.MatrixSelector window = use.window();
        long range = window == null ? 0 : ShortWindowRule.millis(window.range());
        SelectHints hints =
                new SelectHints(request.start() - range, request.end(), request.step(), true, 0);
        try (Querier querier = storage.querier(hints.mint(), hints.maxt())) {
            for (String label : labels) {
                // Always the same selection, which a store keeps; the query's own conditions are
                // then tried on its few series.
                SeriesSet scrapes =
                        querier.select(hints, List.of(LabelMatcher.equal(label, METRICS)));
                if (holdsAny(scrapes, use)) {
                    return label;
                }
            }
        }
        return null;
    }

    private static boolean holdsAny(SeriesSet scrapes, SelectorUse use) {
        String metric = use.metric();
        List<LabelMatcher> matchers = use.selector().matchers();
        int n = Math.min(scrapes.size(), MAX_SERIES);
        for (int i = 0; i < n; i++) {
            Labels labels = scrapes.labels(i);
            if ((metric == null || metric.equals(labels.metricName()))
                    && LabelMatcher.matchesAll(matchers, labels)) {
                return true;
            }
        }
        return false;
    }
}
