package io.narthex.remote;

import io.narthex.model.LabelMatcher;
import io.narthex.model.LabelMatcher.Type;
import io.narthex.model.proto.ProtoReader;
import io.narthex.remote.wire.RefusedException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads `prometheus.ReadRequest` from a snappy block. The numbers are those of the message's
/// fields.
///
/// Thread safety: for one thread, and one request.
final class ReadRequestDecoder {
    /// As large as in Prometheus.
    private static final int MAX_BYTES = 32 << 20;

    private static final int SAMPLES = 0;
    private static final int STREAMED_XOR_CHUNKS = 1;
    private static final Type[] TYPES = {Type.EQUAL, Type.NOT_EQUAL, Type.REGEX, Type.NOT_REGEX};

    private final SnappyBlock block = new SnappyBlock(MAX_BYTES);
    private final ProtoReader proto = new ProtoReader();
    private final List<ReadRequest.Query> queries = new ArrayList<>();
    private final List<Integer> accepted = new ArrayList<>();

    /// Takes one field of a message.
    @FunctionalInterface
    private interface FieldReader {
        /// @return whether the field was read
        boolean read(int tag) throws RefusedException;
    }

    /// What one query says, while it is read.
    private static final class Draft {
        private long mint;
        private long maxt;
        private final List<LabelMatcher> matchers = new ArrayList<>();
        private long type;
        private String name = "";
        private String value = "";
    }

    /// @throws RefusedException if it is no such message, or asks for what is not known
    ReadRequest decode(byte[] body) throws RefusedException {
        int length = block.decompress(body);
        proto.reset(block.bytes(), 0, length);
        fields(length, this::request);
        return new ReadRequest(List.copyOf(queries), isStreamed());
    }

    private boolean isStreamed() throws RefusedException {
        for (int type : accepted) {
            if (type == SAMPLES || type == STREAMED_XOR_CHUNKS) {
                return type == STREAMED_XOR_CHUNKS;
            }
        }
        if (accepted.isEmpty()) {
            return false;
        }
        throw RefusedException.malformed(
                "server does not support any of the requested response types: " + accepted);
    }

    /// Reads fields until a position, which is the end of their message.
    private void fields(int end, FieldReader reader) throws RefusedException {
        while (proto.position() < end) {
            int tag = proto.tag();
            if (!reader.read(tag)) {
                proto.skip(tag);
            }
        }
    }

    private void message(FieldReader reader) throws RefusedException {
        int length = proto.length();
        fields(proto.position() + length, reader);
    }

    private boolean request(int tag) throws RefusedException {
        switch (tag) {
            case 1 << 3 | ProtoReader.BYTES -> query();
            case 2 << 3 | ProtoReader.VARINT -> accepted.add((int) proto.varint());
            case 2 << 3 | ProtoReader.BYTES -> {
                int length = proto.length();
                int end = proto.position() + length;
                while (proto.position() < end) {
                    accepted.add((int) proto.varint());
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void query() throws RefusedException {
        Draft draft = new Draft();
        message(tag -> query(tag, draft));
        queries.add(new ReadRequest.Query(draft.mint, draft.maxt, List.copyOf(draft.matchers)));
    }

    private boolean query(int tag, Draft draft) throws RefusedException {
        switch (tag) {
            case 1 << 3 | ProtoReader.VARINT -> draft.mint = proto.varint();
            case 2 << 3 | ProtoReader.VARINT -> draft.maxt = proto.varint();
            case 3 << 3 | ProtoReader.BYTES -> matcher(draft);
            default -> {
                // Hints change nothing here.
                return false;
            }
        }
        return true;
    }

    private void matcher(Draft draft) throws RefusedException {
        draft.type = 0;
        draft.name = "";
        draft.value = "";
        message(tag -> matcher(tag, draft));
        if (draft.type < 0 || draft.type >= TYPES.length) {
            throw RefusedException.malformed("invalid matcher type");
        }
        try {
            draft.matchers.add(new LabelMatcher(TYPES[(int) draft.type], draft.name, draft.value));
        } catch (IllegalArgumentException e) {
            throw RefusedException.malformed(String.valueOf(e.getMessage()));
        }
    }

    private boolean matcher(int tag, Draft draft) {
        switch (tag) {
            case 1 << 3 | ProtoReader.VARINT -> draft.type = proto.varint();
            case 2 << 3 | ProtoReader.BYTES -> draft.name = text();
            case 3 << 3 | ProtoReader.BYTES -> draft.value = text();
            default -> {
                return false;
            }
        }
        return true;
    }

    private String text() {
        int length = proto.length();
        int from = proto.position();
        proto.advance(length);
        return new String(block.bytes(), from, length, StandardCharsets.UTF_8);
    }
}
