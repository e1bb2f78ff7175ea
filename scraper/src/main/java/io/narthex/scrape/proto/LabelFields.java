package io.narthex.scrape.proto;

import static io.narthex.model.proto.ProtoReader.BYTES;
import static io.narthex.model.proto.ProtoReader.tag;

import io.narthex.model.proto.ProtoException;
import io.narthex.model.proto.ProtoReader;

/// A label's name and value.
///
/// Thread safety: for one thread.
final class LabelFields {
    private static final int NAME = tag(1, BYTES);
    private static final int VALUE = tag(2, BYTES);

    private final Bytes name = new Bytes();
    private final Bytes value = new Bytes();
    private int at;

    /// Reads the label that is the reader's stretch, to its end.
    void read(ProtoReader reader) {
        at = reader.position();
        name.clear();
        value.clear();
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (tag == NAME) {
                name.read(reader);
            } else if (tag == VALUE) {
                value.read(reader);
            } else {
                reader.skip(tag);
            }
        }
    }

    /// @throws ProtoException if it is none
    String name(byte[] body) {
        if (name.isEmpty()) {
            throw new ProtoException(at, "a label without a name");
        }
        return name.text(body, "label name");
    }

    /// @throws ProtoException if it is not UTF-8
    String value(byte[] body) {
        return value.text(body, "label value");
    }

    String lenientName(byte[] body) {
        return name.lenient(body);
    }

    String lenientValue(byte[] body) {
        return value.lenient(body);
    }
}
