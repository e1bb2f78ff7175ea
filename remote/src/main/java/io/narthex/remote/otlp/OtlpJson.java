package io.narthex.remote.otlp;

import io.narthex.remote.wire.RefusedException;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/// Turns a request in JSON into the same request in protobuf, so that there is one way to read it.
///
/// Thread safety: for one thread.
final class OtlpJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_DEPTH = 64;

    /// The names that senders may write in place of numbers.
    private static final Map<String, Long> TEMPORALITIES =
            Map.of(
                    "AGGREGATION_TEMPORALITY_UNSPECIFIED", 0L,
                    "AGGREGATION_TEMPORALITY_DELTA", 1L,
                    "AGGREGATION_TEMPORALITY_CUMULATIVE", 2L);

    private final JsonParser in;
    private final ProtoWriter out = new ProtoWriter();

    private OtlpJson(JsonParser in) {
        this.in = in;
    }

    /// Converts a body.
    ///
    /// @throws RefusedException if it is not JSON, or a member has a value of another type
    static byte[] toProtobuf(byte[] body) throws RefusedException {
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), body)) {
            OtlpJson json = new OtlpJson(in);
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw RefusedException.malformed("json: the body is not an object");
            }
            json.message(OtlpSchema.REQUEST, 0);
            return json.out.toBytes();
        } catch (JacksonException e) {
            throw RefusedException.malformed(
                    "json: " + e.getOriginalMessage() + place(e.getLocation()));
        }
    }

    /// The members of an object that has begun.
    private void message(Map<String, OtlpSchema.Field> fields, int depth) throws RefusedException {
        if (depth == MAX_DEPTH) {
            throw RefusedException.malformed("json: more than " + MAX_DEPTH + " levels");
        }
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            OtlpSchema.Field field = fields.get(in.currentName());
            JsonToken token = in.nextToken();
            if (field == null) {
                in.skipChildren();
            } else if (token == JsonToken.START_ARRAY) {
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    value(field, depth);
                }
            } else {
                value(field, depth);
            }
        }
    }

    private void value(OtlpSchema.Field field, int depth) throws RefusedException {
        JsonToken token = in.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        try {
            switch (field.kind()) {
                case MESSAGE -> {
                    if (token != JsonToken.START_OBJECT) {
                        throw unexpected(field, null);
                    }
                    int at = out.begin(field.number());
                    message(field.message(), depth + 1);
                    out.end(at);
                }
                case STRING ->
                        out.bytes(field.number(), text(field).getBytes(StandardCharsets.UTF_8));
                case BASE64 -> out.bytes(field.number(), Base64.getDecoder().decode(text(field)));
                case HEX -> out.bytes(field.number(), HexFormat.of().parseHex(text(field)));
                case BOOL -> out.varint(field.number(), in.getBooleanValue() ? 1 : 0);
                case VARINT -> out.varint(field.number(), integer(field));
                case ZIGZAG -> {
                    long value = integer(field);
                    out.varint(field.number(), value << 1 ^ value >> 63);
                }
                case FIXED64 -> out.fixed64(field.number(), integer(field));
                case DOUBLE ->
                        out.fixed64(field.number(), Double.doubleToRawLongBits(number(field)));
            }
        } catch (IllegalArgumentException e) {
            throw unexpected(field, e);
        }
    }

    private String text(OtlpSchema.Field field) throws RefusedException {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw unexpected(field, null);
        }
        return in.getString();
    }

    /// Numbers of 64 bits are written as text, as JavaScript has none.
    private long integer(OtlpSchema.Field field) throws RefusedException {
        if (!in.currentToken().isScalarValue()) {
            throw unexpected(field, null);
        }
        String text = in.getString();
        Long named = TEMPORALITIES.get(text);
        if (named != null) {
            return named;
        }
        return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
    }

    private double number(OtlpSchema.Field field) throws RefusedException {
        if (!in.currentToken().isScalarValue()) {
            throw unexpected(field, null);
        }
        return Double.parseDouble(in.getString());
    }

    /// Where something is wrong; parsers do not always know.
    private static String place(@Nullable TokenStreamLocation at) {
        return at == null
                ? ""
                : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
    }

    private RefusedException unexpected(
            OtlpSchema.Field field, @Nullable IllegalArgumentException cause) {
        return RefusedException.malformed(
                "json: %s has a value that it can't have%s%s"
                        .formatted(
                                field.name(),
                                cause == null ? "" : " (" + cause.getMessage() + ")",
                                place(in.currentTokenLocation())));
    }
}
