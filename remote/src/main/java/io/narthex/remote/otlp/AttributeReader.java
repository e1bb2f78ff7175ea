package io.narthex.remote.otlp;

import io.narthex.model.proto.ProtoReader;
import io.narthex.remote.wire.RefusedException;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// Reads attributes and other text.
///
/// Thread safety: for one thread; reuse it.
final class AttributeReader {
    /// More attributes than this would only cost memory.
    private static final int MAX_ATTRIBUTES = 1000;

    private static final int KEY = 1 << 3 | ProtoReader.BYTES;
    private static final int VALUE = 2 << 3 | ProtoReader.BYTES;
    private static final int STRING = 1 << 3 | ProtoReader.BYTES;
    private static final int BOOL = 2 << 3 | ProtoReader.VARINT;
    private static final int INT = 3 << 3 | ProtoReader.VARINT;
    private static final int DOUBLE = 4 << 3 | ProtoReader.FIXED64;
    private static final int ARRAY = 5 << 3 | ProtoReader.BYTES;
    private static final int KEY_VALUES = 6 << 3 | ProtoReader.BYTES;
    private static final int BYTES = 7 << 3 | ProtoReader.BYTES;

    private final byte[] bytes;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();

    AttributeReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Text in a stretch of the body.
    String text(int from, int to) throws RefusedException {
        try {
            return utf8.decode(ByteBuffer.wrap(bytes, from, to - from)).toString();
        } catch (CharacterCodingException _) {
            throw RefusedException.malformed("text that is not UTF-8 at byte " + from);
        }
    }

    /// Reads a `KeyValue`.
    void read(int from, int to, List<Attribute> into) throws RefusedException {
        if (into.size() == MAX_ATTRIBUTES) {
            throw RefusedException.malformed("more than " + MAX_ATTRIBUTES + " attributes");
        }
        String name = "";
        String value = "";
        ProtoReader reader = new ProtoReader();
        reader.reset(bytes, from, to);
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (tag == KEY || tag == VALUE) {
                int length = reader.length();
                int at = reader.position();
                if (tag == KEY) {
                    name = text(at, at + length);
                } else {
                    value = value(at, at + length);
                }
                reader.advance(length);
            } else {
                reader.skip(tag);
            }
        }
        into.add(new Attribute(name, value));
    }

    private String value(int from, int to) throws RefusedException {
        ProtoReader reader = new ProtoReader();
        reader.reset(bytes, from, to);
        String value = "";
        while (reader.hasMore()) {
            int tag = reader.tag();
            switch (tag) {
                case BOOL -> value = Boolean.toString(reader.varint() != 0);
                case INT -> value = Long.toString(reader.varint());
                case DOUBLE -> value = ValueText.number(reader.float64());
                case STRING, BYTES, ARRAY, KEY_VALUES -> {
                    int length = reader.length();
                    int at = reader.position();
                    value = nested(tag, at, at + length);
                    reader.advance(length);
                }
                default -> reader.skip(tag);
            }
        }
        return value;
    }

    private String nested(int tag, int from, int to) throws RefusedException {
        return switch (tag) {
            case STRING -> text(from, to);
            case BYTES ->
                    StandardCharsets.ISO_8859_1
                            .decode(
                                    Base64.getEncoder()
                                            .encode(ByteBuffer.wrap(bytes, from, to - from)))
                            .toString();
            default -> new ValueText(bytes, this).json(tag == ARRAY, from, to);
        };
    }
}
