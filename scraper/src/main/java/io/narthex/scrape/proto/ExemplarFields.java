package io.narthex.scrape.proto;

import static io.narthex.model.proto.ProtoReader.BYTES;
import static io.narthex.model.proto.ProtoReader.FIXED64;
import static io.narthex.model.proto.ProtoReader.tag;

import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.model.proto.ProtoReader;

/// An exemplar.
///
/// Thread safety: stateless.
final class ExemplarFields {
    private static final int LABEL = tag(1, BYTES);
    private static final int VALUE = tag(2, FIXED64);
    private static final int TIMESTAMP = tag(3, BYTES);

    private ExemplarFields() {}

    /// The exemplar that lies somewhere. Of two labels of the same name the last one counts, one
    /// without a name does not, and what is not UTF-8 is replaced: an exemplar costs no scrape. Its
    /// time is 0 where it has none of its own.
    static Exemplar read(byte[] body, ProtoReader reader, Bytes where) {
        Labels.Builder labels = new Labels.Builder();
        LabelFields label = new LabelFields();
        double value = 0;
        long timestamp = 0;
        boolean hasTimestamp = false;
        reader.seek(where.from(), where.to());
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (tag == LABEL) {
                int outer = reader.enter();
                label.read(reader);
                String name = label.lenientName(body);
                if (!name.isEmpty()) {
                    labels.set(name, label.lenientValue(body));
                }
                reader.leave(outer);
            } else if (tag == VALUE) {
                value = reader.float64();
            } else if (tag == TIMESTAMP) {
                timestamp = TimestampFields.millis(reader);
                hasTimestamp = true;
            } else {
                reader.skip(tag);
            }
        }
        return new Exemplar(labels.build(), value, timestamp, hasTimestamp);
    }
}
