package io.narthex.remote.otlp;

import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.model.proto.ProtoReader;
import io.narthex.remote.wire.RefusedException;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Reads exemplars.
///
/// Thread safety: for one thread; reuse it.
final class ExemplarReader {
    /// More exemplars at one point than this are not kept.
    private static final int MAX_EXEMPLARS = 1000;

    private static final int TIME = 2 << 3 | ProtoReader.FIXED64;
    private static final int AS_DOUBLE = 3 << 3 | ProtoReader.FIXED64;
    private static final int SPAN_ID = 4 << 3 | ProtoReader.BYTES;
    private static final int TRACE_ID = 5 << 3 | ProtoReader.BYTES;
    private static final int AS_INT = 6 << 3 | ProtoReader.FIXED64;
    private static final int ATTRIBUTE = 7 << 3 | ProtoReader.BYTES;

    private final byte[] bytes;
    private final AttributeReader reader;

    ExemplarReader(byte[] bytes, AttributeReader reader) {
        this.bytes = bytes;
        this.reader = reader;
    }

    /// Reads an exemplar.
    void read(int from, int to, List<Exemplar> into) throws RefusedException {
        ProtoReader fields = new ProtoReader();
        fields.reset(bytes, from, to);
        double value = 0;
        long time = 0;
        List<Attribute> attributes = new ArrayList<>();
        Labels.Builder ids = new Labels.Builder();
        while (fields.hasMore()) {
            int tag = fields.tag();
            switch (tag) {
                case TIME -> time = fields.fixed64();
                case AS_DOUBLE -> value = fields.float64();
                case AS_INT -> value = fields.fixed64();
                case SPAN_ID, TRACE_ID, ATTRIBUTE -> {
                    int length = fields.length();
                    int at = fields.position();
                    if (tag == ATTRIBUTE) {
                        reader.read(at, at + length, attributes);
                    } else {
                        ids.set(tag == SPAN_ID ? "span_id" : "trace_id", id(at, length));
                    }
                    fields.advance(length);
                }
                default -> fields.skip(tag);
            }
        }
        if (into.size() < MAX_EXEMPLARS) {
            long millis = time / 1_000_000;
            into.add(new Exemplar(labels(ids, attributes), value, millis, millis != 0));
        }
    }

    /// The ids, and with them the attributes, unless those make it too long to be kept.
    private static Labels labels(Labels.Builder ids, List<Attribute> attributes) {
        Labels onlyIds = ids.build();
        for (Attribute attribute : attributes) {
            if (!attribute.name().isEmpty()) {
                ids.set(attribute.name(), attribute.value());
            }
        }
        Labels all = ids.build();
        return new Exemplar(all, 0, 0, false).isTooLong() ? onlyIds : all;
    }

    /// In hexadecimal; an id of zeros is none.
    private String id(int from, int length) {
        boolean empty = true;
        for (int i = from; i < from + length; i++) {
            empty &= bytes[i] == 0;
        }
        return empty ? "" : HexFormat.of().formatHex(bytes, from, from + length);
    }
}
