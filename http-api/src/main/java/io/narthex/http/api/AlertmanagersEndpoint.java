package io.narthex.http.api;

import io.narthex.http.AlertmanagersView;
import io.narthex.http.json.JsonWriter;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/// `alertmanagers`: where alerts are sent.
///
/// Thread safety: safe for concurrent calls.
final class AlertmanagersEndpoint {
    private final AlertmanagersView view;

    AlertmanagersEndpoint(AlertmanagersView view) {
        this.view = view;
    }

    ApiResponse answer(ApiRequest request) {
        return ApiResponse.of(
                out -> {
                    out.beginObject();
                    urls(out.name("activeAlertmanagers"), view.active());
                    urls(out.name("droppedAlertmanagers"), view.dropped());
                    out.endObject();
                });
    }

    private static void urls(JsonWriter out, List<URI> urls) throws IOException {
        out.beginArray();
        for (URI url : urls) {
            out.beginObject().name("url").value(url.toString()).endObject();
        }
        out.endArray();
    }
}
