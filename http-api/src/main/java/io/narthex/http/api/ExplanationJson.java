package io.narthex.http.api;

import io.narthex.http.json.JsonWriter;
import io.narthex.promql.Explanation;
import io.narthex.promql.Explanation.ExprNode;
import io.narthex.promql.Explanation.Measured;
import io.narthex.promql.Explanation.OperatorNode;
import io.narthex.promql.Explanation.PlanNode;
import io.narthex.promql.Explanation.Rewrite;

import java.io.IOException;
import java.util.Locale;

/// What the engine makes of a query, as JSON.
///
/// Thread safety: stateless.
final class ExplanationJson {
    private ExplanationJson() {}

    static void write(JsonWriter out, Explanation explanation) throws IOException {
        out.beginObject().name("expression");
        ExprJson.write(out, explanation.expression());
        out.name("tree");
        tree(out, explanation.tree());
        out.name("plan");
        plan(out, explanation.plan());
        out.name("optimizers").beginArray();
        PlanNode before = explanation.plan();
        for (Rewrite rewrite : explanation.rewrites()) {
            PlanNode after = rewrite.after();
            rewrite(out, rewrite, before);
            before = after == null ? before : after;
        }
        out.endArray().name("operators");
        if (explanation.operators() == null) {
            out.nullValue();
        } else {
            operator(out, explanation.operators());
        }
        if (explanation.stats() != null) {
            QueryEndpoints.stats(out, explanation.stats(), null);
        }
        out.endObject();
    }

    private static void tree(JsonWriter out, ExprNode node) throws IOException {
        out.beginObject().name("node").value(node.kind()).name("text").value(node.text());
        out.name("type").value(node.type().name().toLowerCase(Locale.ROOT));
        out.name("place").value(node.place());
        out.name("start").value(node.position().start());
        out.name("end").value(node.position().end()).name("operands").beginArray();
        for (ExprNode operand : node.operands()) {
            tree(out, operand);
        }
        out.endArray().endObject();
    }

    private static void rewrite(JsonWriter out, Rewrite rewrite, PlanNode before)
            throws IOException {
        PlanNode after = rewrite.after();
        out.beginObject().name("name").value(rewrite.optimizer());
        out.name("enabled").value(rewrite.enabled()).name("changed").value(after != null);
        if (after != null) {
            out.name("before");
            plan(out, before);
            out.name("after");
            plan(out, after);
        }
        out.endObject();
    }

    private static void plan(JsonWriter out, PlanNode node) throws IOException {
        out.beginObject().name("node").value(node.text()).name("inputs").beginArray();
        for (PlanNode input : node.inputs()) {
            plan(out, input);
        }
        out.endArray().endObject();
    }

    private static void operator(JsonWriter out, OperatorNode node) throws IOException {
        out.beginObject().name("operator").value(node.text());
        out.name("possibleRows").value(node.rows());
        Measured measured = node.measured();
        if (measured != null) {
            out.name("rows").value(measured.rows());
            out.name("values").value(measured.values());
            out.name("samplesRead").value(measured.samplesRead());
            if (measured.reads() != null) {
                out.name("chunksDecoded").value(measured.reads().decoded());
                out.name("chunksSkipped").value(measured.reads().skipped());
                out.name("bytesRead").value(measured.reads().bytes());
            }
            out.name("wallTime").value(measured.wallNanos() / 1e9);
            out.name("selfTime").value(measured.selfNanos() / 1e9);
        }
        out.name("inputs").beginArray();
        for (OperatorNode input : node.inputs()) {
            operator(out, input);
        }
        out.endArray().endObject();
    }
}
