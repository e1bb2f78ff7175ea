package io.narthex.http.api;

import io.narthex.http.json.JsonWriter;
import io.narthex.model.Exemplar;
import io.narthex.model.ExemplarQueryable;
import io.narthex.model.ExemplarSeries;
import io.narthex.model.LabelMatcher;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ParseException;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.parser.PromqlParser;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// `query_exemplars`: the exemplars of all series that the selectors of a query match, whatever the
/// query makes of them.
///
/// Thread safety: safe for concurrent calls.
final class ExemplarEndpoint {
    private final ParserOptions syntax;
    private final Function<ApiRequest, ExemplarQueryable> storage;

    ExemplarEndpoint(ParserOptions syntax, Function<ApiRequest, ExemplarQueryable> storage) {
        this.syntax = syntax;
        this.storage = storage;
    }

    ApiResponse query(ApiRequest request) throws ApiException {
        long start = request.time("start", ApiTime.MIN);
        long end = request.time("end", ApiTime.MAX);
        if (end < start) {
            throw ApiException.badData("end timestamp must not be before start timestamp");
        }
        List<List<LabelMatcher>> selectors = new ArrayList<>();
        try {
            collect(PromqlParser.parse(request.param("query"), syntax), selectors);
        } catch (ParseException e) {
            throw ApiException.badData(String.valueOf(e.getMessage()));
        }
        if (selectors.isEmpty()) {
            return new ApiResponse(null, List.of(), List.of());
        }
        List<ExemplarSeries> found = storage.apply(request).exemplars(start, end, selectors);
        return ApiResponse.list(found, 0, ExemplarEndpoint::series);
    }

    /// The depth of a query is limited by the parser.
    private static void collect(Expr expr, List<List<LabelMatcher>> selectors) {
        switch (expr) {
            case Expr.VectorSelector selector -> selectors.add(selector.matchers());
            case Expr.MatrixSelector matrix -> collect(matrix.selector(), selectors);
            case Expr.SubqueryExpr subquery -> collect(subquery.expr(), selectors);
            case Expr.ParenExpr paren -> collect(paren.inner(), selectors);
            case Expr.UnaryExpr unary -> collect(unary.operand(), selectors);
            case Expr.BinaryExpr binary -> {
                collect(binary.lhs(), selectors);
                collect(binary.rhs(), selectors);
            }
            case Expr.AggregateExpr aggregate -> {
                collect(aggregate.expr(), selectors);
                if (aggregate.param() != null) {
                    collect(aggregate.param(), selectors);
                }
            }
            case Expr.Call call -> call.args().forEach(arg -> collect(arg, selectors));
            case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.QueryParameter _ -> {}
        }
    }

    private static void series(JsonWriter out, ExemplarSeries series) throws IOException {
        out.beginObject().name("seriesLabels");
        ValueJson.labels(out, series.labels());
        out.name("exemplars").beginArray();
        for (Exemplar exemplar : series.exemplars()) {
            out.beginObject().name("labels");
            ValueJson.labels(out, exemplar.labels());
            out.name("value").sampleValue(exemplar.value());
            out.name("timestamp").timestamp(exemplar.timestamp()).endObject();
        }
        out.endArray().endObject();
    }
}
