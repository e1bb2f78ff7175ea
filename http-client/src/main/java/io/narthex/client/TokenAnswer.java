package io.narthex.client;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// The members of a token server's answer, good or bad: JSON, or a form as some servers send it.
///
/// Thread safety: stateless.
final class TokenAnswer {
    private static final JsonFactory JSON = new JsonFactory();

    private TokenAnswer() {}

    /// The members that are texts or numbers; none where the body is something else.
    static Map<String, String> members(String contentType, String body) {
        boolean form =
                contentType.startsWith("application/x-www-form-urlencoded")
                        || contentType.startsWith("text/plain");
        try {
            return form ? form(body) : json(body);
        } catch (JacksonException | IllegalArgumentException _) {
            return Map.of();
        }
    }

    private static Map<String, String> json(String body) {
        Map<String, String> members = new HashMap<>();
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), body)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return members;
            }
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = in.currentName();
                if (in.nextToken().isScalarValue()) {
                    members.put(name, in.getString());
                } else {
                    in.skipChildren();
                }
            }
        }
        return members;
    }

    private static Map<String, String> form(String body) {
        Map<String, String> members = new HashMap<>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                members.put(
                        decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return members;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
