package io.narthex.server.report;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// JSON as a tree of one type, in which what is missing is empty.
///
/// @param value a map of texts to trees, a list of trees, a text, a number, a truth value, or null
///
/// Thread safety: immutable.
record Json(@Nullable Object value) {
    private static final JsonFactory FACTORY = new JsonFactory();

    /// @throws JacksonException if it is no JSON
    static Json parse(String text) {
        try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            in.nextToken();
            return read(in);
        }
    }

    private static Json read(JsonParser in) {
        return switch (in.currentToken()) {
            case START_OBJECT -> {
                Map<String, Json> members = new LinkedHashMap<>();
                while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = in.currentName();
                    in.nextToken();
                    members.put(name, read(in));
                }
                yield new Json(members);
            }
            case START_ARRAY -> {
                List<Json> items = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    items.add(read(in));
                }
                yield new Json(items);
            }
            case VALUE_STRING -> new Json(in.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json(in.getDoubleValue());
            case VALUE_TRUE -> new Json(true);
            case VALUE_FALSE -> new Json(false);
            case null, default -> new Json(null);
        };
    }

    /// A member of an object.
    Json at(String name) {
        return members().getOrDefault(name, new Json(null));
    }

    @SuppressWarnings("unchecked") // maps are made above only
    Map<String, Json> members() {
        return value instanceof Map<?, ?> map ? (Map<String, Json>) map : Map.of();
    }

    @SuppressWarnings("unchecked") // lists are made above only
    List<Json> items() {
        return value instanceof List<?> list ? (List<Json>) list : List.of();
    }

    boolean isMissing() {
        return value == null;
    }

    String text() {
        return value == null ? "" : value.toString();
    }

    /// A number, or a text that is one as the API writes samples; else not a number.
    double number() {
        if (value instanceof Double number) {
            return number;
        }
        return switch (text()) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case String text -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException _) {
                    yield Double.NaN;
                }
            }
        };
    }
}
