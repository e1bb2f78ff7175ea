package io.narthex.http.api;

import io.narthex.http.AlertHistoryView;
import io.narthex.http.AlertHistoryView.Change;
import io.narthex.http.AlertHistoryView.Page;
import io.narthex.http.json.JsonWriter;

import java.io.IOException;
import java.util.Set;

/// `alerts/history`, which Prometheus does not have: what alerts went through, newest first.
///
/// Thread safety: safe for concurrent calls.
final class AlertHistoryEndpoint {
    private static final String TOKEN = "next_token";

    private final AlertHistoryView view;

    AlertHistoryEndpoint(AlertHistoryView view) {
        this.view = view;
    }

    ApiResponse answer(ApiRequest request) throws ApiException {
        AlertHistoryView.Filter filter =
                new AlertHistoryView.Filter(
                        request.time("start", ApiTime.MIN),
                        request.time("end", ApiTime.MAX),
                        Set.copyOf(request.params().all("rule_name[]")),
                        request.matchers(),
                        request.limit(),
                        request.param(TOKEN));
        Page page = page(filter);
        return ApiResponse.of(
                out -> {
                    out.beginObject().name("changes").beginArray();
                    for (Change change : page.changes()) {
                        change(out, change);
                    }
                    out.endArray();
                    if (!page.nextToken().isEmpty()) {
                        out.name("nextToken").value(page.nextToken());
                    }
                    out.endObject();
                });
    }

    private Page page(AlertHistoryView.Filter filter) throws ApiException {
        try {
            return view.changes(filter);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalidParameter(TOKEN, String.valueOf(e.getMessage()));
        }
    }

    private static void change(JsonWriter out, Change change) throws IOException {
        out.beginObject().name("time").value(ApiTime.format(change.time()));
        out.name("file").value(change.file()).name("group").value(change.group());
        out.name("rule").value(change.rule()).name("labels");
        ValueJson.labels(out, change.labels());
        out.name("from").value(change.from()).name("to").value(change.to());
        out.name("reason").value(change.reason());
        out.name("value").exponentValue(change.value()).endObject();
    }
}
