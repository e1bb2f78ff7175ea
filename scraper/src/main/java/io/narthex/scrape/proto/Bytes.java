package io.narthex.scrape.proto;

import io.narthex.model.proto.ProtoException;
import io.narthex.model.proto.ProtoReader;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Where a text or a message lies.
///
/// Thread safety: for one thread.
final class Bytes {
    private int from;
    private int to;

    void clear() {
        from = 0;
        to = 0;
    }

    /// Takes the field whose length comes next.
    void read(ProtoReader reader) {
        int outer = reader.enter();
        from = reader.position();
        to = reader.limit();
        reader.leave(outer);
    }

    int from() {
        return from;
    }

    /// Exclusive.
    int to() {
        return to;
    }

    boolean isEmpty() {
        return from == to;
    }

    /// The text.
    ///
    /// @param what it is, for the message
    /// @throws ProtoException if it is not UTF-8
    String text(byte[] body, String what) {
        for (int i = from; i < to; i++) {
            if (body[i] < 0) {
                return decoded(body, what);
            }
        }
        return new String(body, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private String decoded(byte[] body, String what) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body, from, to - from))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new ProtoException(from, what + " is not valid UTF-8");
        }
    }

    /// The text with replacements for what is not UTF-8.
    String lenient(byte[] body) {
        return new String(body, from, to - from, StandardCharsets.UTF_8);
    }
}
