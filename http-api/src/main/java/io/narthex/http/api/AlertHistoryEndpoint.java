package io.narthex.http.api;

import io.narthex.http.AlertHistoryView;
import io.narthex.http.AlertHistoryView.Change;
import io.narthex.http.json.JsonWriter;

import java.io.IOException;

/// `alerts/history`, which Prometheus does not have: what alerts went through, newest first.
///
/// Thread safety: safe for concurrent calls.
final class AlertHistoryEndpoint {
    private final AlertHistoryView view;

    AlertHistoryEndpoint(AlertHistoryView view) {
        this.view = view;
    }

    ApiResponse answer(ApiRequest request) throws ApiException {
        int limit = request.limit();
        long start = request.time("start", ApiTime.MIN);
        long end = request.time("end", ApiTime.MAX);
        // One more than is shown, to know whether something was cut off.
        int asked = limit == 0 ? 0 : limit + 1;
        return ApiResponse.list(
                view.changes(start, end, request.matchers(), asked),
                limit,
                AlertHistoryEndpoint::change);
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
