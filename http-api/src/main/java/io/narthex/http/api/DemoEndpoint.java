package io.narthex.http.api;

import io.narthex.http.DemoControl;
import io.narthex.http.DemoControl.Kind;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// `demo/incident`: what can go wrong in the demo, and a POST lets it.
///
/// Thread safety: safe for concurrent calls.
final class DemoEndpoint {
    /// Pages ask everywhere, and an error would stand in the console of every browser.
    private static final DemoControl.State NO_DEMO =
            new DemoControl.State("", List.of(), List.of());

    /// Null where this is not the demo.
    private final @Nullable DemoControl demo;

    DemoEndpoint(@Nullable DemoControl demo) {
        this.demo = demo;
    }

    ApiResponse answer(ApiRequest request) throws ApiException {
        DemoControl control = demo;
        if (!request.exchange().request().method().equals("POST")) {
            return tell(control == null ? NO_DEMO : control.state());
        }
        if (control == null) {
            throw new ApiException(
                    ErrorType.NOT_FOUND, "only the demo has incidents; ./narthex demo starts it");
        }
        return begin(control, request);
    }

    private static ApiResponse begin(DemoControl control, ApiRequest request) throws ApiException {
        SameOrigin.check(request.exchange());
        List<String> texts =
                JsonParams.read(request.exchange().request().body())
                        .getOrDefault("incident", List.of());
        if (texts.size() != 1) {
            throw ApiException.badData(
                    "incident: expected a text, such as {\"incident\": \"errors:start=0s\"}");
        }
        String description;
        try {
            description = control.incident(texts.getFirst());
        } catch (IllegalArgumentException e) {
            throw ApiException.badData("incident: " + e.getMessage());
        }
        return ApiResponse.of(
                out -> out.beginObject().name("description").value(description).endObject());
    }

    private static ApiResponse tell(DemoControl.State state) {
        return ApiResponse.of(
                out -> {
                    out.beginObject().name("window").value(state.window());
                    out.name("kinds").beginArray();
                    for (Kind kind : state.kinds()) {
                        out.beginObject().name("kind").value(kind.word());
                        out.name("syntax").value(kind.syntax()).endObject();
                    }
                    out.endArray().name("active").beginArray();
                    for (String effect : state.active()) {
                        out.value(effect);
                    }
                    out.endArray().endObject();
                });
    }
}
