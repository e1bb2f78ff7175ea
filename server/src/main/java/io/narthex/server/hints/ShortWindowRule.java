package io.narthex.server.hints;

import io.narthex.model.DurationText;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.parser.DurationExpr;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.PositionRange;
import io.narthex.promql.parser.TimeShift;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/// A window that one lost or late scrape leaves without an answer: a rate needs two samples, and
/// Prometheus' advice is room for four.
///
/// Computed windows are left alone: whoever writes `[step() * 2]` has thought about it. So are the
/// extended ranges, which take samples from outside the window.
///
/// Thread safety: as the metrics.
record ShortWindowRule(ScrapedMetrics metrics) implements HintRule {
    /// Scrapes that a window should hold.
    static final long LEAST_SCRAPES = 4;

    private static final Set<String> FUNCTIONS =
            Set.of("rate", "increase", "irate", "delta", "idelta", "deriv");

    @Override
    public @Nullable Hint check(SelectorUse use, QueryRequest request) {
        Expr.MatrixSelector window = use.window();
        if (window == null
                || !isUsedBy(FUNCTIONS, use)
                || use.selector().shift().extension() != TimeShift.Extension.NONE) {
            return null;
        }
        long millis = millis(window.range());
        // Most windows are long enough for every target there is, which is quickly seen.
        if (millis <= 0 || millis >= LEAST_SCRAPES * metrics.longestIntervalMillis()) {
            return null;
        }
        long interval = metrics.intervalMillis(use);
        if (millis >= LEAST_SCRAPES * interval) {
            return null;
        }
        String text =
                "the window ["
                        + text(millis)
                        + "] holds fewer than "
                        + LEAST_SCRAPES
                        + " scrapes (every "
                        + text(interval)
                        + "); take at least ["
                        + text(LEAST_SCRAPES * interval)
                        + "]";
        return new Hint(text, bracket(request.query(), window.range().position()));
    }

    /// Whether one of the functions takes the selector's window.
    static boolean isUsedBy(Set<String> functions, SelectorUse use) {
        Enclosing user = use.user();
        return user != null
                && user.expr() instanceof Expr.Call call
                && functions.contains(call.function().name());
    }

    /// The milliseconds of a window as written; 0 where it has to be computed.
    static long millis(DurationExpr range) {
        return switch (range) {
            case DurationExpr.Literal literal -> Math.round(literal.seconds() * 1000);
            case DurationExpr.Paren paren -> millis(paren.inner());
            case DurationExpr.Step _,
                    DurationExpr.Range _,
                    DurationExpr.Unary _,
                    DurationExpr.Binary _,
                    DurationExpr.Extremum _ ->
                    0;
        };
    }

    private static String text(long millis) {
        return DurationText.format(Duration.ofMillis(millis));
    }

    /// The bracket before a window's duration.
    private static PositionRange bracket(String query, PositionRange duration) {
        byte[] bytes = query.getBytes(StandardCharsets.UTF_8);
        int start = duration.start();
        while (start > 0 && bytes[start] != '[') {
            start--;
        }
        return new PositionRange(start, duration.end());
    }
}
