package io.narthex.scrape.proto;

import static io.narthex.model.proto.ProtoReader.VARINT;
import static io.narthex.model.proto.ProtoReader.tag;

import io.narthex.model.proto.ProtoReader;

/// A `google.protobuf.Timestamp`.
///
/// Thread safety: stateless.
final class TimestampFields {
    private static final int SECONDS = tag(1, VARINT);
    private static final int NANOS = tag(2, VARINT);
    private static final long MILLIS_PER_SECOND = 1000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private TimestampFields() {}

    /// Epoch milliseconds of the message whose length comes next.
    static long millis(ProtoReader reader) {
        int outer = reader.enter();
        long seconds = 0;
        int nanos = 0;
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (tag == SECONDS) {
                seconds = reader.varint();
            } else if (tag == NANOS) {
                nanos = (int) reader.varint();
            } else {
                reader.skip(tag);
            }
        }
        reader.leave(outer);
        return seconds * MILLIS_PER_SECOND + nanos / NANOS_PER_MILLI;
    }
}
