package io.narthex.promql;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Queryable;
import io.narthex.promql.parser.ParseException;
import io.narthex.promql.parser.PromqlParser;

import java.util.List;

/// Evaluates PromQL over any [Queryable].
///
/// Thread safety: safe for concurrent calls.
public final class QueryEngine implements AutoCloseable {
    private final EngineOptions options;

    /// Starts an engine with its own worker threads.
    public QueryEngine(EngineOptions options) {
        this.options = options;
    }

    /// Parses and checks a query.
    ///
    /// @throws QueryException.BadQuery if the text is not valid or its type does not fit
    public Query prepare(QueryRequest request, Queryable storage) {
        throw new QueryException.BadQuery("not built yet: " + options + request + storage);
    }

    /// Parses a bare selector, as `match[]` takes it.
    ///
    /// @throws QueryException.BadQuery if the text is anything else
    public static List<LabelMatcher> parseSelector(String selector) {
        try {
            return PromqlParser.parseSelector(selector);
        } catch (ParseException e) {
            throw new QueryException.BadQuery(e.getMessage(), e);
        }
    }

    /// Stops the worker threads; running queries are cancelled.
    @Override
    public void close() {}
}
