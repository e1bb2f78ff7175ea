package io.narthex.http.api;

import io.narthex.http.RulesView.Alert;
import io.narthex.http.RulesView.Alerting;
import io.narthex.http.RulesView.Evaluation;
import io.narthex.http.RulesView.Group;
import io.narthex.http.RulesView.Recording;
import io.narthex.http.RulesView.Rule;
import io.narthex.http.json.JsonWriter;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Groups, rules and alerts as JSON, with Prometheus' members in Prometheus' order.
///
/// Thread safety: stateless.
final class RuleJson {
    private RuleJson() {}

    /// @param alerts whether to show the alerts of rules
    static void group(JsonWriter out, Group group, boolean alerts) throws IOException {
        out.beginObject().name("name").value(group.name()).name("file").value(group.file());
        out.name("rules").beginArray();
        for (Rule rule : group.rules()) {
            switch (rule) {
                case Alerting alerting -> alerting(out, alerting, alerts);
                case Recording recording -> recording(out, recording);
            }
        }
        out.endArray().name("interval").value(seconds(group.interval()));
        out.name("limit").value((long) group.limit());
        evaluated(out, group.took(), group.evaluatedAt());
        out.endObject();
    }

    private static void alerting(JsonWriter out, Alerting rule, boolean alerts) throws IOException {
        out.beginObject().name("state").value(rule.state());
        out.name("name").value(rule.name()).name("query").value(rule.query());
        out.name("duration").value(seconds(rule.hold()));
        out.name("keepFiringFor").value(seconds(rule.keepFiringFor()));
        String onMissing = rule.onMissing();
        if (onMissing != null) {
            out.name("onMissing").value(onMissing);
        }
        strings(out.name("labels"), rule.labels());
        strings(out.name("annotations"), rule.annotations());
        out.name("alerts");
        if (alerts) {
            alerts(out, rule.alerts());
        } else {
            out.nullValue();
        }
        evaluation(out, rule.evaluation());
        out.name("type").value("alerting").endObject();
    }

    private static void recording(JsonWriter out, Recording rule) throws IOException {
        out.beginObject().name("name").value(rule.name()).name("query").value(rule.query());
        strings(out.name("labels"), rule.labels());
        evaluation(out, rule.evaluation());
        out.name("type").value("recording").endObject();
    }

    static void alerts(JsonWriter out, List<Alert> alerts) throws IOException {
        out.beginArray();
        for (Alert alert : alerts) {
            out.beginObject().name("labels");
            ValueJson.labels(out, alert.labels());
            strings(out.name("annotations"), alert.annotations());
            out.name("state").value(alert.state());
            out.name("activeAt").value(ApiTime.format(alert.activeAt()));
            Instant since = alert.keepFiringSince();
            if (since != null) {
                out.name("keepFiringSince").value(ApiTime.format(since));
            }
            out.name("value").exponentValue(alert.value()).endObject();
        }
        out.endArray();
    }

    private static void strings(JsonWriter out, Map<String, String> byName) throws IOException {
        out.beginObject();
        for (Map.Entry<String, String> e : new TreeMap<>(byName).entrySet()) {
            out.name(e.getKey()).labelValue(e.getValue());
        }
        out.endObject();
    }

    private static void evaluation(JsonWriter out, Evaluation evaluation) throws IOException {
        out.name("health").value(evaluation.health());
        if (!evaluation.lastError().isEmpty()) {
            out.name("lastError").value(evaluation.lastError());
        }
        evaluated(out, evaluation.took(), evaluation.at());
    }

    private static void evaluated(JsonWriter out, Duration took, @Nullable Instant at)
            throws IOException {
        out.name("evaluationTime").value(seconds(took));
        out.name("lastEvaluation").value(at == null ? ApiTime.NEVER : ApiTime.format(at));
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }
}
