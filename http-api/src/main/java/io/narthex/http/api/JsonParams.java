package io.narthex.http.api;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads parameters from a JSON object, whose members are texts, numbers, or lists of these.
///
/// Thread safety: stateless.
final class JsonParams {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonParams() {}

    /// The values of each member.
    static Map<String, List<String>> read(byte[] body) throws ApiException {
        Map<String, List<String>> values = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw ApiException.badData("the body must be a JSON object");
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                List<String> of = new ArrayList<>();
                if (json.nextToken() == JsonToken.START_ARRAY) {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        of.add(text(name, json));
                    }
                } else if (json.currentToken() != JsonToken.VALUE_NULL) {
                    of.add(text(name, json));
                }
                values.put(name, of);
            }
        } catch (JacksonException e) {
            throw ApiException.badData("error parsing JSON: " + e.getOriginalMessage());
        }
        return values;
    }

    private static String text(String name, JsonParser json) throws ApiException {
        return switch (json.currentToken()) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getString();
            case null, default ->
                    throw ApiException.invalidParameter(
                            name, "must be a text, a number, or a list of these");
        };
    }
}
