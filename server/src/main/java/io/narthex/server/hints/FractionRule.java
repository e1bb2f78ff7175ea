package io.narthex.server.hints;

import io.narthex.model.Labels;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.Value;
import io.narthex.promql.parser.AggregateOp;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.TimeShift;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;

/// An `increase` of 12.63 of something that is counted in whole steps: it is right, as the window
/// is longer than the time between its first and its last sample, but it surprises. The hint shows
/// the samples that it came from.
///
/// It is given where one series' increase is looked at, not for totals: nobody expects those to the
/// digit.
///
/// Thread safety: as engine and store.
record FractionRule(PartQueries parts) implements AnswerRule {
    /// Who looks at more series does not look at single steps.
    private static final int MAX_SERIES = 20;

    private static final Set<String> INCREASE = Set.of("increase");
    private static final Set<String> SORTING = Set.of("sort", "sort_desc");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Override
    public List<Hint> check(Expr query, QueryRequest request, Value answer) {
        if (!request.isInstant()
                || !(answer instanceof Value.Vector vector)
                || vector.samples().size() > MAX_SERIES) {
            return List.of();
        }
        for (SelectorUse use : SelectorUse.of(query)) {
            for (Value.VectorSample sample : vector.samples()) {
                if (isPlainIncrease(use) && !isWhole(sample.value())) {
                    Hint hint = explained(use, sample, request);
                    return hint == null ? List.of() : List.of(hint);
                }
            }
        }
        return List.of();
    }

    private static boolean isWhole(double value) {
        return value == Math.rint(value) || Double.isNaN(value);
    }

    /// Whether the answer has the increase of each series as it is.
    private static boolean isPlainIncrease(SelectorUse use) {
        if (use.window() == null
                || !ShortWindowRule.isUsedBy(INCREASE, use)
                || use.selector().shift().extension() != TimeShift.Extension.NONE) {
            return false;
        }
        Enclosing call = use.user();
        for (Enclosing step = call == null ? null : call.outer();
                step != null;
                step = step.outer()) {
            boolean keeps =
                    switch (step.expr()) {
                        case Expr.ParenExpr _ -> true;
                        case Expr.Call c -> SORTING.contains(c.function().name());
                        case Expr.AggregateExpr a ->
                                a.op() == AggregateOp.TOPK || a.op() == AggregateOp.BOTTOMK;
                        default -> false;
                    };
            if (!keeps) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Hint explained(
            SelectorUse use, Value.VectorSample sample, QueryRequest request) {
        Expr.MatrixSelector window = use.window();
        String text = window == null ? "" : PartQueries.text(request, window.position());
        if (!(parts.atEnd(request, text) instanceof Value.Matrix raw)) {
            return null;
        }
        for (Value.MatrixRow row : raw.rows()) {
            if (row.labels().drop(Labels.NAME).equals(sample.labels()) && isWhole(row)) {
                return new Hint(said(row, sample), use.selector().position());
            }
        }
        return null;
    }

    private static boolean isWhole(Value.MatrixRow row) {
        for (int i = 0; i < row.size(); i++) {
            if (row.histogramAt(i) != null || !isWhole(row.valueAt(i))) {
                return false;
            }
        }
        return row.size() > 1;
    }

    private static String said(Value.MatrixRow row, Value.VectorSample sample) {
        int last = row.size() - 1;
        double steps = 0;
        for (int i = 1; i <= last; i++) {
            double before = row.valueAt(i - 1);
            steps += row.valueAt(i) - (row.valueAt(i) < before ? 0 : before);
        }
        return ("increase() extrapolates to the borders of its window: the %d samples of %s"
                        + " rise by %s, from %s at %s to %s at %s (%ss), which makes %s;"
                        + " round() gives whole numbers")
                .formatted(
                        row.size(),
                        row.labels(),
                        plain(steps),
                        plain(row.valueAt(0)),
                        time(row.timeAt(0)),
                        plain(row.valueAt(last)),
                        time(row.timeAt(last)),
                        plain((row.timeAt(last) - row.timeAt(0)) / 1e3),
                        plain(Math.rint(sample.value() * 1e3) / 1e3));
    }

    /// Without `.0`.
    private static String plain(double value) {
        return value == (long) value ? Long.toString((long) value) : Double.toString(value);
    }

    private static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }
}
