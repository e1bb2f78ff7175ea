package io.narthex.http.api;

import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ParseException;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.parser.PrettyPrinter;
import io.narthex.promql.parser.PromqlParser;

/// `format_query` and `parse_query`: what is known of a query without evaluating it.
///
/// Thread safety: safe for concurrent calls.
final class SyntaxEndpoints {
    private final ParserOptions options;

    SyntaxEndpoints(ParserOptions options) {
        this.options = options;
    }

    ApiResponse format(ApiRequest request) throws ApiException {
        String pretty = PrettyPrinter.print(parsed(request));
        return ApiResponse.of(out -> out.value(pretty));
    }

    ApiResponse parse(ApiRequest request) throws ApiException {
        Expr expr = parsed(request);
        return ApiResponse.of(out -> ExprJson.write(out, expr));
    }

    private Expr parsed(ApiRequest request) throws ApiException {
        try {
            return PromqlParser.parse(request.param("query"), options);
        } catch (ParseException e) {
            throw ApiException.invalidParameter("query", String.valueOf(e.getMessage()));
        }
    }
}
