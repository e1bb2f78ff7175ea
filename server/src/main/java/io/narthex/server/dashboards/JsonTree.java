package io.narthex.server.dashboards;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// JSON as maps, lists, texts, doubles, truth values and null. Parsers bound its depth.
///
/// Thread safety: stateless.
final class JsonTree {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /// Where something began that does not end; it names files, of which there is none.
    private static final Pattern START = Pattern.compile(" \\(start marker at .*", Pattern.DOTALL);

    private JsonTree() {}

    /// @throws IllegalArgumentException if it is no JSON; the message has the place
    static @Nullable Object parse(byte[] json) {
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json)) {
            in.nextToken();
            Object tree = read(in);
            if (in.nextToken() != null) {
                throw new IllegalArgumentException(place(in.currentLocation()) + "one value only");
            }
            return tree;
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            String problem = START.matcher(e.getOriginalMessage()).replaceAll("");
            throw new IllegalArgumentException(
                    (at == null ? "" : place(at)) + "not valid JSON: " + problem, e);
        }
    }

    private static String place(TokenStreamLocation at) {
        return at.getLineNr() + ":" + at.getColumnNr() + ": ";
    }

    private static @Nullable Object read(JsonParser in) {
        return switch (in.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = in.currentName();
                    in.nextToken();
                    members.put(name, read(in));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<@Nullable Object> items = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    items.add(read(in));
                }
                yield items;
            }
            case VALUE_STRING -> in.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> in.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case null, default -> null;
        };
    }
}
