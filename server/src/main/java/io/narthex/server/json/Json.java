package io.narthex.server.json;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// JSON as a tree of one type, in which what is missing is empty.
///
/// @param value a map of texts to trees, a list of trees, a text, a number, a truth value, or null
///
/// Thread safety: immutable.
public record Json(@Nullable Object value) {
    private static final JsonFactory FACTORY = new JsonFactory();

    /// Reads a document.
    ///
    /// @throws JacksonException if it is no JSON
    public static Json parse(String text) {
        try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            in.nextToken();
            return read(in);
        }
    }

    /// Writes maps of texts, lists, texts, numbers, truth values and nulls.
    ///
    /// @throws IllegalArgumentException if there is anything else
    public static String write(Map<String, ?> document) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write(out, document);
        }
        return text.toString();
    }

    private static void write(JsonGenerator out, @Nullable Object value) {
        switch (value) {
            case null -> out.writeNull();
            case String text -> out.writeString(text);
            case Boolean truth -> out.writeBoolean(truth);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number);
            case List<?> items -> {
                out.writeStartArray();
                items.forEach(item -> write(out, item));
                out.writeEndArray();
            }
            case Map<?, ?> members -> {
                out.writeStartObject();
                members.forEach(
                        (name, member) -> {
                            out.writeName(String.valueOf(name));
                            write(out, member);
                        });
                out.writeEndObject();
            }
            default -> throw new IllegalArgumentException("BUG: no JSON: " + value.getClass());
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
    public Json at(String name) {
        return members().getOrDefault(name, new Json(null));
    }

    /// The members of an object, in their order.
    @SuppressWarnings("unchecked") // maps are made above only
    public Map<String, Json> members() {
        return value instanceof Map<?, ?> map ? (Map<String, Json>) map : Map.of();
    }

    /// The items of an array.
    @SuppressWarnings("unchecked") // lists are made above only
    public List<Json> items() {
        return value instanceof List<?> list ? (List<Json>) list : List.of();
    }

    /// Whether it is null or not there.
    public boolean isMissing() {
        return value == null;
    }

    /// A text, or a number as one; empty if it is missing.
    public String text() {
        return value == null ? "" : value.toString();
    }

    /// A number, or a text that is one as the API writes samples; else not a number.
    public double number() {
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
