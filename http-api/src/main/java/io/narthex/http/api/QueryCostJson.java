package io.narthex.http.api;

import io.narthex.http.json.JsonWriter;
import io.narthex.promql.QueryCost;

import java.io.IOException;

/// The answer of `query_cost`.
///
/// Thread safety: stateless.
final class QueryCostJson {
    private QueryCostJson() {}

    static void write(JsonWriter out, QueryCost cost) throws IOException {
        out.beginObject();
        out.name("series").value(cost.series());
        out.name("samples").value(cost.samples());
        out.name("bytes").value(cost.bytes());
        out.name("resultSeries").value(cost.rows());
        out.name("steps").value(cost.steps());
        out.name("selectors").beginArray();
        for (QueryCost.Selection selection : cost.selections()) {
            out.beginObject();
            out.name("matchers").value(selection.matchers().toString());
            out.name("start").value(selection.mint() / 1e3);
            out.name("end").value(selection.maxt() / 1e3);
            out.name("series").value(selection.series());
            out.name("samples").value(selection.samples());
            out.endObject();
        }
        out.endArray().endObject();
    }
}
