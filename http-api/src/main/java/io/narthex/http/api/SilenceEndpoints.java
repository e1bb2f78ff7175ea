package io.narthex.http.api;

import io.narthex.http.SilenceControl;
import io.narthex.http.SilencesView;
import io.narthex.http.SilencesView.Silence;
import io.narthex.http.json.JsonWriter;
import io.narthex.http.net.Exchange;
import io.narthex.model.LabelMatcher;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// `/api/v2/silences` and `/api/v2/silence/{id}`, as Alertmanager has them: bare JSON, and errors
/// that are JSON strings.
///
/// Thread safety: safe for concurrent calls.
final class SilenceEndpoints {
    static final Set<String> LIST_METHODS = Set.of("GET", "POST");
    static final Set<String> ONE_METHODS = Set.of("GET", "DELETE");

    private static final List<String> STATES = List.of("active", "pending", "expired");

    /// What silences now is first, and what has ended last.
    private static final Comparator<Silence> ORDER =
            Comparator.<Silence>comparingInt(silence -> STATES.indexOf(silence.state()))
                    .thenComparingLong(SilenceEndpoints::placeWithinState);

    private final SilencesView view;

    /// Null where nobody may.
    private final @Nullable SilenceControl control;

    private final Cors cors;

    /// @param cors which origins may read; none may write
    SilenceEndpoints(SilencesView view, @Nullable SilenceControl control, Cors cors) {
        this.view = view;
        this.control = control;
        this.cors = cors;
    }

    /// Soon changes first; of those that have ended the newest.
    private static long placeWithinState(Silence silence) {
        return switch (silence.state()) {
            case "pending" -> silence.startsAt().toEpochMilli();
            case "active" -> silence.endsAt().toEpochMilli();
            default -> -silence.endsAt().toEpochMilli();
        };
    }

    /// `silences`: all that a filter wants, or a new one.
    void all(Exchange exchange) throws IOException {
        try {
            if (exchange.request().method().equals("POST")) {
                set(exchange);
            } else {
                list(exchange);
            }
        } catch (ApiException e) {
            error(exchange, e.type().status(), e.getMessage());
        }
    }

    private void list(Exchange exchange) throws IOException, ApiException {
        SilenceFilter filter = SilenceFilter.of(Params.ofUrl(exchange.request()).all("filter"));
        List<Silence> silences =
                view.silences().stream().filter(filter::wants).sorted(ORDER).toList();
        cors.apply(exchange);
        send(
                exchange,
                200,
                out -> {
                    out.beginArray();
                    for (Silence silence : silences) {
                        silence(out, silence);
                    }
                    out.endArray();
                });
    }

    private void set(Exchange exchange) throws IOException, ApiException {
        SilenceControl allowed = allowed(exchange);
        if (allowed == null) {
            return;
        }
        if (!isJson(exchange.request().header("Content-Type"))) {
            // A page of another origin can send forms and plain text without being asked for.
            error(exchange, 415, "Content-Type: expected application/json");
            return;
        }
        SilenceControl.Wanted wanted = SilenceBody.read(exchange.request().body());
        String id;
        try {
            id = allowed.set(wanted);
        } catch (IllegalArgumentException e) {
            throw ApiException.badData(String.valueOf(e.getMessage()));
        }
        if (id == null) {
            error(exchange, 404, "id: there is no silence " + wanted.id());
            return;
        }
        send(exchange, 200, out -> out.beginObject().name("silenceID").value(id).endObject());
    }

    private static boolean isJson(@Nullable String type) {
        return type != null
                && type.split(";", 2)[0]
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .equals("application/json");
    }

    /// `silence/{id}`: one, or its end.
    void one(Exchange exchange, String id) throws IOException {
        if (exchange.request().method().equals("DELETE")) {
            expire(exchange, id);
            return;
        }
        cors.apply(exchange);
        for (Silence silence : view.silences()) {
            if (silence.id().equals(id)) {
                send(exchange, 200, out -> silence(out, silence));
                return;
            }
        }
        error(exchange, 404, "there is no silence " + id);
    }

    private void expire(Exchange exchange, String id) throws IOException {
        SilenceControl allowed = allowed(exchange);
        if (allowed == null) {
            return;
        }
        if (allowed.expire(id)) {
            exchange.send(200, new byte[0]);
        } else {
            error(exchange, 404, "there is no silence " + id);
        }
    }

    /// What may be asked, or null where the refusal has been sent.
    private @Nullable SilenceControl allowed(Exchange exchange) throws IOException {
        if (control == null) {
            error(
                    exchange,
                    403,
                    "setting and ending silences needs to be enabled with"
                            + " --web.enable-silence-api");
        }
        return control;
    }

    private static void silence(JsonWriter out, Silence silence) throws IOException {
        out.beginObject().name("id").value(silence.id());
        out.name("status").beginObject().name("state").value(silence.state()).endObject();
        out.name("updatedAt").value(ApiTime.format(silence.updatedAt()));
        out.name("comment").value(silence.comment());
        out.name("createdBy").value(silence.createdBy());
        out.name("startsAt").value(ApiTime.format(silence.startsAt()));
        out.name("endsAt").value(ApiTime.format(silence.endsAt()));
        out.name("matchers").beginArray();
        for (LabelMatcher matcher : silence.matchers()) {
            matcher(out, matcher);
        }
        out.endArray().endObject();
    }

    private static void matcher(JsonWriter out, LabelMatcher matcher) throws IOException {
        boolean regex =
                switch (matcher.type()) {
                    case REGEX, NOT_REGEX -> true;
                    case EQUAL, NOT_EQUAL -> false;
                };
        boolean equal =
                switch (matcher.type()) {
                    case EQUAL, REGEX -> true;
                    case NOT_EQUAL, NOT_REGEX -> false;
                };
        out.beginObject().name("name").value(matcher.name()).name("value").value(matcher.value());
        out.name("isRegex").value(regex).name("isEqual").value(equal).endObject();
    }

    private static void error(Exchange exchange, int status, String text) throws IOException {
        send(exchange, status, out -> out.value(text));
    }

    private static void send(Exchange exchange, int status, ApiResponse.Data body)
            throws IOException {
        exchange.header("Content-Type", "application/json");
        ContentCoding coding = ContentCoding.choose(exchange.request().header("Accept-Encoding"));
        JsonWriter out = new JsonWriter(new ResponseBody(exchange, status, coding));
        body.write(out);
        out.finish();
    }
}
