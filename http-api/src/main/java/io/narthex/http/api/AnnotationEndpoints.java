package io.narthex.http.api;

import io.narthex.http.Annotations;
import io.narthex.http.Annotations.Note;
import io.narthex.http.json.JsonWriter;
import io.narthex.http.security.Caller;
import io.narthex.http.security.Role;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `annotations`, which Prometheus does not have: GET lists them, newest first, POST adds one.
///
/// Thread safety: safe for concurrent calls.
final class AnnotationEndpoints {
    static final Parameter KIND =
            Parameter.of("kind[]", "Only such kinds, such as `deployment`")
                    .repeatable()
                    .onlyInUrl();

    /// As many as anybody looks at.
    private static final int LIMIT = 1000;

    private static final Set<String> MEMBERS = Set.of("time", "end", "kind", "text", "tags");

    private final Annotations annotations;

    AnnotationEndpoints(Annotations annotations) {
        this.annotations = annotations;
    }

    ApiResponse answer(ApiRequest request) throws ApiException {
        return request.exchange().request().method().equals("POST") ? add(request) : list(request);
    }

    private ApiResponse list(ApiRequest request) throws ApiException {
        int limit = request.limit();
        Annotations.Filter filter =
                new Annotations.Filter(
                        request.time("start", ApiTime.MIN),
                        request.time("end", ApiTime.MAX),
                        Set.copyOf(request.params().all("kind[]")),
                        limit == 0 ? LIMIT : limit);
        List<Note> notes = annotations.newest(filter);
        return ApiResponse.of(
                out -> {
                    out.beginObject().name("annotations").beginArray();
                    for (Note note : notes) {
                        note(out, note);
                    }
                    out.endArray();
                    out.name("writable").value(mayAdd(request)).endObject();
                });
    }

    private static void note(JsonWriter out, Note note) throws IOException {
        out.beginObject().name("id").value(note.id());
        out.name("time").value(ApiTime.format(Instant.ofEpochMilli(note.time())));
        if (note.end() != null) {
            out.name("end").value(ApiTime.format(Instant.ofEpochMilli(note.end())));
        }
        out.name("kind").value(note.kind()).name("text").value(note.text());
        out.name("tags").beginArray();
        for (String tag : note.tags()) {
            out.value(tag);
        }
        out.endArray().endObject();
    }

    private boolean mayAdd(ApiRequest request) {
        Caller caller = request.exchange().caller();
        boolean known = !caller.name().isEmpty() && caller.role() != Role.READ;
        return annotations.isOpen() || known;
    }

    private ApiResponse add(ApiRequest request) throws ApiException {
        if (!mayAdd(request)) {
            throw new ApiException(
                    ErrorType.FORBIDDEN,
                    "adding annotations needs --web.enable-admin-api or --web.enable-lifecycle,"
                            + " or a token of the role write or admin");
        }
        SameOrigin.check(request.exchange());
        Map<String, List<String>> body = JsonParams.read(request.exchange().request().body());
        for (String name : body.keySet()) {
            if (!MEMBERS.contains(name)) {
                throw ApiException.badData(
                        name + ": unknown member; there are time, end, kind, text, tags");
            }
        }
        long id;
        try {
            id =
                    annotations.add(
                            new Annotations.Wanted(
                                    time(body, "time"),
                                    time(body, "end"),
                                    text(body, "kind"),
                                    text(body, "text"),
                                    body.getOrDefault("tags", List.of())));
        } catch (IllegalArgumentException e) {
            throw ApiException.badData(String.valueOf(e.getMessage()));
        }
        return ApiResponse.of(out -> out.beginObject().name("id").value(id).endObject());
    }

    private static String text(Map<String, List<String>> body, String name) throws ApiException {
        List<String> values = body.getOrDefault(name, List.of());
        if (values.size() != 1) {
            throw ApiException.badData(name + ": expected a text");
        }
        return values.getFirst();
    }

    private static @Nullable Long time(Map<String, List<String>> body, String name)
            throws ApiException {
        if (body.getOrDefault(name, List.of()).isEmpty()) {
            return null;
        }
        try {
            return ApiTime.parse(text(body, name));
        } catch (ApiException e) {
            throw ApiException.badData(
                    name
                            + ": expected Unix seconds or a time such as 2026-01-31T12:00:00Z: "
                            + e.getMessage());
        }
    }
}
