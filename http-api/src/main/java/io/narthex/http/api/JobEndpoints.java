package io.narthex.http.api;

import io.narthex.http.JobsView;
import io.narthex.http.json.JsonWriter;
import io.narthex.model.Labels;
import io.narthex.model.relabel.RelabelRule;
import io.narthex.model.relabel.Relabeler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// `scrape_pools/config` and `targets/relabel_steps`.
///
/// Thread safety: safe for concurrent calls.
final class JobEndpoints {
    private final JobsView view;

    JobEndpoints(JobsView view) {
        this.view = view;
    }

    ApiResponse config(ApiRequest request) throws ApiException {
        JobsView.Job job = job(required(request, "scrapePool"));
        return ApiResponse.of(out -> out.beginObject().name("yaml").value(job.yaml()).endObject());
    }

    /// What every rule makes of the labels; nothing is left behind a rule that drops them.
    ApiResponse relabelSteps(ApiRequest request) throws ApiException {
        String pool = required(request, "scrapePool");
        Labels.Builder labels = labels(required(request, "labels"));
        List<RelabelRule> rules = job(pool).relabelRules();
        return ApiResponse.of(
                out -> {
                    out.beginObject().name("steps").beginArray();
                    boolean keep = true;
                    for (RelabelRule rule : rules) {
                        keep = keep && new Relabeler(List.of(rule)).apply(labels);
                        out.beginObject().name("rule");
                        write(rule, out);
                        out.name("output");
                        ValueJson.labels(out, keep ? labels.build() : Labels.empty());
                        out.name("keep").value(keep).endObject();
                    }
                    out.endArray().endObject();
                });
    }

    private static String required(ApiRequest request, String name) throws ApiException {
        String value = request.param(name);
        if (value.isEmpty()) {
            throw ApiException.badData("no " + name + " parameter provided");
        }
        return value;
    }

    private JobsView.Job job(String pool) throws ApiException {
        JobsView.Job job = view.job(pool);
        if (job == null) {
            throw ApiException.badData(
                    "error retrieving scrape config: scrape pool "
                            + ApiException.quote(pool)
                            + " not found");
        }
        return job;
    }

    private static Labels.Builder labels(String json) throws ApiException {
        Labels.Builder labels = new Labels.Builder();
        try {
            for (Map.Entry<String, List<String>> label :
                    JsonParams.read(json.getBytes(StandardCharsets.UTF_8)).entrySet()) {
                labels.set(label.getKey(), String.join(",", label.getValue()));
            }
        } catch (ApiException e) {
            throw ApiException.badData("error parsing labels: " + e.getMessage());
        }
        return labels;
    }

    private static void write(RelabelRule rule, JsonWriter out) throws IOException {
        out.beginObject();
        if (!rule.sourceLabels().isEmpty()) {
            out.name("source_labels").beginArray();
            for (String label : rule.sourceLabels()) {
                out.value(label);
            }
            out.endArray();
        }
        out.name("separator").value(rule.separator());
        out.name("regex").value(rule.regex().source());
        if (rule.modulus() != 0) {
            out.name("modulus").value(rule.modulus());
        }
        if (!rule.targetLabel().isEmpty()) {
            out.name("target_label").value(rule.targetLabel());
        }
        out.name("replacement").value(rule.replacement());
        out.name("action").value(rule.action().text()).endObject();
    }
}
