package io.narthex.http.api;

import io.narthex.http.json.JsonWriter;
import io.narthex.model.number.GoText;
import io.narthex.promql.parser.DurationExpr;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// Durations of a parsed query as JSON: a literal is milliseconds in one member, and anything else
/// a tree in the member beside it.
///
/// Prometheus knows neither parentheses nor a plus as nodes. Parentheses are a mark on their
/// content, or on a plus with nothing on its left where the content is a literal; a plus in front
/// of an expression is left out, but for one in front of an offset's function.
///
/// Thread safety: for one response.
final class DurationJson {
    private final JsonWriter out;

    DurationJson(JsonWriter out) {
        this.out = out;
    }

    /// `offset` and `offsetExpr`.
    void offset(@Nullable DurationExpr offset) throws IOException {
        millis("offset", offset);
        out.name("offsetExpr");
        if (offset instanceof DurationExpr.Unary(boolean minus, DurationExpr operand, _)
                && !minus
                && !(operand instanceof DurationExpr.Paren)) {
            operation("+", null, operand, false);
        } else {
            expression(offset);
        }
    }

    /// A range or step, such as `range` and `rangeExpr`.
    void positive(String name, @Nullable DurationExpr duration) throws IOException {
        millis(name, duration);
        out.name(name + "Expr");
        expression(duration);
    }

    private void millis(String name, @Nullable DurationExpr duration) throws IOException {
        out.name(name);
        out.value(
                duration instanceof DurationExpr.Literal(double seconds, _, _)
                        ? Math.round(seconds * 1e9) / 1_000_000
                        : 0L);
    }

    private void expression(@Nullable DurationExpr duration) throws IOException {
        if (duration == null || duration instanceof DurationExpr.Literal) {
            out.nullValue();
        } else {
            node(duration, false);
        }
    }

    /// @param wrapped whether it stands in parentheses
    private void node(DurationExpr duration, boolean wrapped) throws IOException {
        switch (duration) {
            case DurationExpr.Literal literal when wrapped -> operation("+", null, literal, true);
            case DurationExpr.Literal(double seconds, boolean asDuration, _) ->
                    out.beginObject()
                            .name("duration")
                            .value(asDuration)
                            .name("type")
                            .value("numberLiteral")
                            .name("val")
                            .value(GoText.plain(seconds))
                            .endObject();
            case DurationExpr.Step _ -> operation("step", null, null, wrapped);
            case DurationExpr.Range _ -> operation("range", null, null, wrapped);
            case DurationExpr.Unary(boolean minus, DurationExpr operand, _) when !minus ->
                    node(operand, wrapped);
            case DurationExpr.Unary(_, DurationExpr operand, _) ->
                    operation("-", null, operand, wrapped);
            case DurationExpr.Binary(var op, DurationExpr lhs, DurationExpr rhs, _) ->
                    operation(op.symbol(), lhs, rhs, wrapped);
            case DurationExpr.Extremum(boolean max, DurationExpr lhs, DurationExpr rhs, _) ->
                    operation(max ? "max_of" : "min_of", lhs, rhs, wrapped);
            case DurationExpr.Paren(DurationExpr inner, _) -> node(inner, true);
        }
    }

    private void operation(
            String op, @Nullable DurationExpr lhs, @Nullable DurationExpr rhs, boolean wrapped)
            throws IOException {
        out.beginObject();
        operand("lhs", lhs);
        out.name("op").value(op);
        operand("rhs", rhs);
        out.name("type").value("durationExpr").name("wrapped").value(wrapped).endObject();
    }

    private void operand(String name, @Nullable DurationExpr duration) throws IOException {
        out.name(name);
        if (duration == null) {
            out.nullValue();
        } else {
            node(duration, false);
        }
    }
}
