package io.narthex.server.hints;

import io.narthex.model.DurationText;
import io.narthex.model.LabelsText;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ValueType;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// A counter shown as it is: such a curve only says how long the process has been running.
///
/// It is shown where its values pass through everything around it ([ValueFlow]), unless the answer
/// is a range of raw samples, which somebody who asks for it wants as it is.
///
/// Thread safety: as the metrics.
record RawCounterRule(ScrapedMetrics metrics) implements HintRule {
    /// The window of most dashboards.
    private static final long USUAL_WINDOW_MILLIS = 300_000;

    @Override
    public @Nullable Hint check(SelectorUse use, QueryRequest request) {
        String metric = use.metric();
        if (metric == null || !isShown(use) || !metrics.isCounter(metric)) {
            return null;
        }
        String text =
                metric
                        + " is a counter, it only grows; read it through rate() or increase(),"
                        + " such as rate("
                        + selector(metric)
                        + "["
                        + window(use)
                        + "])";
        return new Hint(text, use.selector().position());
    }

    private static boolean isShown(SelectorUse use) {
        Expr whole = use.window() == null ? use.selector() : use.window();
        for (Enclosing step = use.around(); step != null; step = step.outer()) {
            if (!ValueFlow.passes(step)) {
                return false;
            }
            whole = step.expr();
        }
        return whole.type() != ValueType.MATRIX;
    }

    private static String selector(String metric) {
        if (LabelsText.isLegacyMetricName(metric)) {
            return metric;
        }
        StringBuilder out = new StringBuilder("{");
        LabelsText.quote(out, metric);
        return out.append('}').toString();
    }

    /// One that [ShortWindowRule] has nothing to say about.
    private String window(SelectorUse use) {
        long least = ShortWindowRule.LEAST_SCRAPES * metrics.intervalMillis(use);
        return DurationText.format(Duration.ofMillis(Math.max(USUAL_WINDOW_MILLIS, least)));
    }
}
