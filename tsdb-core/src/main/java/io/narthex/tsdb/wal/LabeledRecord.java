package io.narthex.tsdb.wal;

import io.narthex.tsdb.io.ByteWriter;

/// A record that is being written: things that belong to series, and have labels, in the order in
/// which they came.
///
/// ```text
/// number of things (varint)
/// per thing: difference of its series' reference to the one before (zigzag), what else it has
/// ```
///
/// Thread safety: for one thread.
abstract class LabeledRecord {
    final RecordTexts texts = new RecordTexts();
    final ByteWriter body = new ByteWriter(256);
    private long lastRef;
    private int count;

    /// Begins the next thing; what else it has is to be put into [#body].
    final void begin(long ref) {
        body.putZigzag(ref - lastRef);
        lastRef = ref;
        count++;
    }

    final int count() {
        return count;
    }

    /// Bytes of the payload so far, without the number of things.
    final int bytes() {
        return body.size();
    }

    final void writeTo(ByteWriter out) {
        out.putVarint(count);
        out.put(body);
    }

    /// Starts again.
    void clear() {
        texts.clear();
        body.clear();
        lastRef = 0;
        count = 0;
    }
}
