package io.narthex.http.api;

import io.narthex.http.SilenceControl.Wanted;
import io.narthex.model.LabelMatcher;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Reads the body of a request to set a silence: Alertmanager's `postableSilence`. Members that it
/// doesn't know are left alone, so that newer clients can talk to it.
///
/// Thread safety: for one thread.
final class SilenceBody {
    private static final JsonFactory JSON = new JsonFactory();

    /// Clients know no later time than the end of the year 9999.
    private static final long LATEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    private final JsonParser in;
    private final List<LabelMatcher> matchers = new ArrayList<>();
    private String id = "";

    /// Whoever names no start means now.
    private long startsAt = ApiTime.MIN;

    private long endsAt = ApiTime.MIN;
    private @Nullable String createdBy;
    private @Nullable String comment;

    private SilenceBody(JsonParser in) {
        this.in = in;
    }

    /// @throws ApiException if the body is not what it should be; the message begins with the
    ///     member's name
    static Wanted read(byte[] body) throws ApiException {
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), body)) {
            return new SilenceBody(in).read();
        } catch (JacksonException e) {
            throw ApiException.badData(
                    "the body is not JSON: "
                            + e.getOriginalMessage()
                            + " at line "
                            + e.getLocation().getLineNr()
                            + ", column "
                            + e.getLocation().getColumnNr());
        }
    }

    private Wanted read() throws ApiException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw ApiException.badData("the body is not a JSON object");
        }
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            in.nextToken();
            member(name);
        }
        if (matchers.isEmpty()) {
            throw ApiException.badData("matchers: at least one is needed");
        }
        if (endsAt == ApiTime.MIN) {
            throw missing("endsAt");
        }
        if (createdBy == null) {
            throw missing("createdBy");
        }
        if (comment == null) {
            throw missing("comment");
        }
        return new Wanted(id, matchers, startsAt, endsAt, createdBy, comment);
    }

    private static ApiException missing(String name) {
        return ApiException.badData(name + ": is missing");
    }

    private void member(String name) throws ApiException {
        switch (name) {
            case "id" -> id = in.currentToken() == JsonToken.VALUE_NULL ? "" : text(name);
            case "createdBy" -> createdBy = text(name);
            case "comment" -> comment = text(name);
            case "startsAt" -> startsAt = time(name);
            case "endsAt" -> endsAt = time(name);
            case "matchers" -> matchers();
            default -> in.skipChildren();
        }
    }

    private String text(String name) throws ApiException {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw ApiException.badData(name + ": expected a string");
        }
        String text = in.getString();
        // An escape may stand for half a character, which no file could hold.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw ApiException.badData(name + ": not valid Unicode");
        }
        return text;
    }

    private long time(String name) throws ApiException {
        String text = text(name);
        long time;
        try {
            time = ApiTime.parse(text);
        } catch (ApiException e) {
            throw ApiException.badData(
                    name + ": expected a time such as 2026-01-31T12:00:00Z: " + e.getMessage());
        }
        if (time > LATEST) {
            throw ApiException.badData(name + ": no year has more than four digits");
        }
        return time;
    }

    private void matchers() throws ApiException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw ApiException.badData("matchers: expected a list");
        }
        while (in.nextToken() != JsonToken.END_ARRAY) {
            matchers.add(matcher("matchers[" + matchers.size() + "]"));
        }
    }

    private LabelMatcher matcher(String place) throws ApiException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw ApiException.badData(place + ": expected an object");
        }
        String label = "";
        String value = null;
        boolean regex = false;
        boolean equal = true;
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            in.nextToken();
            switch (name) {
                case "name" -> label = text(place + ".name");
                case "value" -> value = text(place + ".value");
                case "isRegex" -> regex = flag(place + ".isRegex");
                case "isEqual" -> equal = flag(place + ".isEqual");
                default -> in.skipChildren();
            }
        }
        if (label.isEmpty()) {
            throw missing(place + ".name");
        }
        if (value == null) {
            throw missing(place + ".value");
        }
        try {
            return new LabelMatcher(type(regex, equal), label, value);
        } catch (IllegalArgumentException e) {
            throw ApiException.badData(place + ".value: " + e.getMessage());
        }
    }

    private boolean flag(String name) throws ApiException {
        return switch (in.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw ApiException.badData(name + ": expected true or false");
        };
    }

    private static LabelMatcher.Type type(boolean regex, boolean equal) {
        if (regex) {
            return equal ? LabelMatcher.Type.REGEX : LabelMatcher.Type.NOT_REGEX;
        }
        return equal ? LabelMatcher.Type.EQUAL : LabelMatcher.Type.NOT_EQUAL;
    }
}
