package io.narthex.http.api;

import io.narthex.http.json.JsonWriter;
import io.narthex.model.LabelMatcher;
import io.narthex.model.number.GoText;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.FunctionSignature;
import io.narthex.promql.parser.TimeShift;
import io.narthex.promql.parser.TimeShift.Extension;
import io.narthex.promql.parser.ValueType;
import io.narthex.promql.parser.VectorMatching;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// An expression as the JSON that Prometheus' `parse_query` answers and its page draws. Members are
/// sorted by name, times are milliseconds.
///
/// Thread safety: for one response.
final class ExprJson {
    private final JsonWriter out;
    private final DurationJson durations;

    private ExprJson(JsonWriter out) {
        this.out = out;
        this.durations = new DurationJson(out);
    }

    static void write(JsonWriter out, Expr expr) throws IOException {
        new ExprJson(out).node(expr);
    }

    private void node(@Nullable Expr expr) throws IOException {
        if (expr == null) {
            out.nullValue();
            return;
        }
        out.beginObject();
        switch (expr) {
            case Expr.AggregateExpr aggregate -> aggregate(aggregate);
            case Expr.BinaryExpr binary -> binary(binary);
            case Expr.Call(FunctionSignature function, List<Expr> args, _) -> call(function, args);
            case Expr.QueryParameter(Expr.QueryParameter.Parameter parameter, _) ->
                    call(signature(parameter), List.of());
            case Expr.MatrixSelector matrix -> matrix(matrix);
            case Expr.VectorSelector vector -> vector(vector);
            case Expr.SubqueryExpr subquery -> subquery(subquery);
            case Expr.ParenExpr(Expr inner, _) -> {
                member("expr", inner);
                type("parenExpr");
            }
            case Expr.UnaryExpr(boolean minus, Expr operand, _) -> {
                member("expr", operand);
                out.name("op").value(minus ? "-" : "+");
                type("unaryExpr");
            }
            case Expr.NumberLiteral(double value, _, _) -> {
                type("numberLiteral");
                out.name("val").value(GoText.plain(value));
            }
            case Expr.StringLiteral(String value, _) -> {
                type("stringLiteral");
                out.name("val").value(value);
            }
        }
        out.endObject();
    }

    private void member(String name, @Nullable Expr expr) throws IOException {
        out.name(name);
        node(expr);
    }

    private void type(String name) throws IOException {
        out.name("type").value(name);
    }

    private void aggregate(Expr.AggregateExpr aggregate) throws IOException {
        member("expr", aggregate.expr());
        strings("grouping", aggregate.grouping());
        out.name("op").value(aggregate.op().keyword());
        member("param", aggregate.param());
        type("aggregation");
        out.name("without").value(aggregate.without());
    }

    private void binary(Expr.BinaryExpr binary) throws IOException {
        out.name("bool").value(binary.returnBool());
        member("lhs", binary.lhs());
        out.name("matching");
        matching(binary.matching());
        out.name("op").value(binary.op().symbol());
        member("rhs", binary.rhs());
        type("binaryExpr");
    }

    private void matching(@Nullable VectorMatching matching) throws IOException {
        if (matching == null) {
            out.nullValue();
            return;
        }
        out.beginObject().name("card").value(matching.cardinality().text());
        out.name("fillValues").beginObject();
        fill("lhs", matching.fillLeft());
        fill("rhs", matching.fillRight());
        out.endObject();
        strings("include", matching.include());
        strings("labels", matching.labels());
        out.name("on").value(matching.on()).endObject();
    }

    /// Prometheus fails where the number is none that JSON has; here it is a string.
    private void fill(String name, @Nullable Double value) throws IOException {
        out.name(name);
        if (value == null) {
            out.nullValue();
        } else if (Double.isFinite(value)) {
            out.value(value.doubleValue());
        } else {
            out.value(GoText.plain(value));
        }
    }

    private void call(FunctionSignature function, List<Expr> args) throws IOException {
        out.name("args").beginArray();
        for (Expr arg : args) {
            node(arg);
        }
        out.endArray().name("func").beginObject().name("argTypes").beginArray();
        for (ValueType arg : function.args()) {
            out.value(typeName(arg));
        }
        out.endArray().name("name").value(function.name());
        out.name("returnType").value(typeName(function.result()));
        out.name("variadic").value(function.variadic()).endObject();
        type("call");
    }

    /// `start()` and its kin are calls in Prometheus.
    private static FunctionSignature signature(Expr.QueryParameter.Parameter parameter) {
        String name = parameter.name().toLowerCase(Locale.ROOT);
        return new FunctionSignature(name, List.of(), 0, ValueType.SCALAR, true);
    }

    private static String typeName(ValueType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private void vector(Expr.VectorSelector selector) throws IOException {
        extension("anchored", selector, Extension.ANCHORED);
        selected(selector);
        durations.offset(selector.shift().offset());
        extension("smoothed", selector, Extension.SMOOTHED);
        at(selector.shift());
        type("vectorSelector");
    }

    private void matrix(Expr.MatrixSelector matrix) throws IOException {
        Expr.VectorSelector selector = matrix.selector();
        extension("anchored", selector, Extension.ANCHORED);
        selected(selector);
        durations.offset(selector.shift().offset());
        durations.positive("range", matrix.range());
        extension("smoothed", selector, Extension.SMOOTHED);
        at(selector.shift());
        type("matrixSelector");
    }

    private void subquery(Expr.SubqueryExpr subquery) throws IOException {
        member("expr", subquery.expr());
        durations.offset(subquery.shift().offset());
        durations.positive("range", subquery.range());
        startOrEnd(subquery.shift());
        durations.positive("step", subquery.step());
        timestamp(subquery.shift());
        type("subquery");
    }

    private void selected(Expr.VectorSelector selector) throws IOException {
        out.name("matchers").beginArray();
        for (LabelMatcher matcher : selector.matchers()) {
            out.beginObject().name("name").value(matcher.name());
            out.name("type").value(matcher.type().symbol());
            out.name("value").value(matcher.value()).endObject();
        }
        String name = selector.name();
        out.endArray().name("name").value(name == null ? "" : name);
    }

    private void extension(String name, Expr.VectorSelector selector, Extension extension)
            throws IOException {
        out.name(name).value(selector.shift().extension() == extension);
    }

    private void at(TimeShift shift) throws IOException {
        startOrEnd(shift);
        timestamp(shift);
    }

    private void startOrEnd(TimeShift shift) throws IOException {
        out.name("startOrEnd");
        switch (shift.at()) {
            case TimeShift.At.Start() -> out.value("start");
            case TimeShift.At.End() -> out.value("end");
            case null, default -> out.nullValue();
        }
    }

    private void timestamp(TimeShift shift) throws IOException {
        out.name("timestamp");
        if (shift.at() instanceof TimeShift.At.Timestamp(long millis)) {
            out.value(millis);
        } else {
            out.nullValue();
        }
    }

    private void strings(String name, List<String> strings) throws IOException {
        out.name(name).beginArray();
        for (String s : strings) {
            out.value(s);
        }
        out.endArray();
    }
}
