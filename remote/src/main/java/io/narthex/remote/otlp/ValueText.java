package io.narthex.remote.otlp;

import io.narthex.model.number.GoText;
import io.narthex.model.proto.ProtoReader;
import io.narthex.remote.wire.RefusedException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/// Attributes that hold more than one value, as JSON text: what labels have of them.
///
/// Thread safety: for one thread.
final class ValueText {
    private static final int MAX_DEPTH = 16;
    private static final int ITEM = 1 << 3 | ProtoReader.BYTES;
    private static final int MEMBER_VALUE = 2 << 3 | ProtoReader.BYTES;

    private final byte[] bytes;
    private final AttributeReader texts;
    private final StringBuilder out = new StringBuilder();

    ValueText(byte[] bytes, AttributeReader texts) {
        this.bytes = bytes;
        this.texts = texts;
    }

    /// The text of an `ArrayValue` or a `KeyValueList`.
    String json(boolean array, int from, int to) throws RefusedException {
        nested(array, from, to, 0);
        return out.toString();
    }

    /// A number as JSON has it: an exponent only where it is very small or large.
    static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "json: unsupported value: " + GoText.plain(value);
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-6 || size >= 1e21)) {
            String text = GoText.exponential(value).replace('E', 'e');
            return text.replace("e-0", "e-");
        }
        return GoText.plain(value);
    }

    private void nested(boolean array, int from, int to, int depth) throws RefusedException {
        if (depth == MAX_DEPTH) {
            throw RefusedException.malformed("an attribute has more than " + MAX_DEPTH + " levels");
        }
        if (array) {
            array(from, to, depth);
        } else {
            object(from, to, depth);
        }
    }

    private void array(int from, int to, int depth) throws RefusedException {
        ProtoReader reader = new ProtoReader();
        reader.reset(bytes, from, to);
        out.append('[');
        boolean first = true;
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (tag == ITEM) {
                int length = reader.length();
                out.append(first ? "" : ",");
                first = false;
                value(reader.position(), reader.position() + length, depth);
                reader.advance(length);
            } else {
                reader.skip(tag);
            }
        }
        out.append(']');
    }

    private void object(int from, int to, int depth) throws RefusedException {
        Map<String, int[]> members = new TreeMap<>();
        ProtoReader reader = new ProtoReader();
        reader.reset(bytes, from, to);
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (tag == ITEM) {
                int length = reader.length();
                member(reader.position(), reader.position() + length, members);
                reader.advance(length);
            } else {
                reader.skip(tag);
            }
        }
        out.append('{');
        boolean first = true;
        for (Map.Entry<String, int[]> member : members.entrySet()) {
            out.append(first ? "" : ",");
            first = false;
            quote(member.getKey());
            out.append(':');
            value(member.getValue()[0], member.getValue()[1], depth);
        }
        out.append('}');
    }

    private void member(int from, int to, Map<String, int[]> members) throws RefusedException {
        ProtoReader reader = new ProtoReader();
        reader.reset(bytes, from, to);
        String key = "";
        int[] value = {to, to};
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (tag == ITEM || tag == MEMBER_VALUE) {
                int length = reader.length();
                int at = reader.position();
                if (tag == ITEM) {
                    key = texts.text(at, at + length);
                } else {
                    value = new int[] {at, at + length};
                }
                reader.advance(length);
            } else {
                reader.skip(tag);
            }
        }
        members.put(key, value);
    }

    private void value(int from, int to, int depth) throws RefusedException {
        ProtoReader reader = new ProtoReader();
        reader.reset(bytes, from, to);
        if (!reader.hasMore()) {
            out.append("null");
            return;
        }
        int tag = reader.tag();
        switch (tag) {
            case 1 << 3 | ProtoReader.BYTES, 7 << 3 | ProtoReader.BYTES -> {
                int length = reader.length();
                int at = reader.position();
                quote(
                        tag >>> 3 == 1
                                ? texts.text(at, at + length)
                                : new String(
                                        Base64.getEncoder()
                                                .encode(ByteBuffer.wrap(bytes, at, length))
                                                .array(),
                                        StandardCharsets.ISO_8859_1));
            }
            case 2 << 3 | ProtoReader.VARINT -> out.append(reader.varint() != 0);
            case 3 << 3 | ProtoReader.VARINT -> out.append(reader.varint());
            case 4 << 3 | ProtoReader.FIXED64 -> out.append(number(reader.float64()));
            case 5 << 3 | ProtoReader.BYTES, 6 << 3 | ProtoReader.BYTES -> {
                int length = reader.length();
                nested(tag >>> 3 == 5, reader.position(), reader.position() + length, depth + 1);
            }
            default -> throw RefusedException.malformed("an attribute of an unknown type");
        }
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    // Go's encoder makes these safe for HTML.
                    if (c < ' ' || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
