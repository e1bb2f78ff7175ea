package io.narthex.tsdb.wal;

import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.ByteWriter;
import io.narthex.tsdb.io.MalformedException;

/// Writes and reads deleted times of series.
///
/// ```text
/// number of ranges (varint)
/// per range: difference of the series' reference to the one before (zigzag), of the first time
///            (zigzag), its length in milliseconds (varint)
/// ```
///
/// Thread safety: for one thread.
final class DeletedTimesRecord {
    private final ByteWriter body = new ByteWriter(256);
    private long lastRef;
    private long lastTime;
    private int count;

    /// Gets what a record holds.
    interface Visitor {
        void deletedTimes(long ref, long mint, long maxt);
    }

    /// Adds a range, both ends inclusive.
    void add(long ref, long mint, long maxt) {
        body.putZigzag(ref - lastRef);
        body.putZigzag(mint - lastTime);
        body.putVarint(maxt - mint);
        lastRef = ref;
        lastTime = mint;
        count++;
    }

    int count() {
        return count;
    }

    /// Bytes of the payload so far, without the number of ranges.
    int bytes() {
        return body.size();
    }

    void writeTo(ByteWriter out) {
        out.putVarint(count);
        out.put(body);
    }

    /// Starts again.
    void clear() {
        body.clear();
        lastRef = 0;
        lastTime = 0;
        count = 0;
    }

    /// Reads a record.
    ///
    /// @throws MalformedException if it is none
    static void read(ByteReader in, Visitor visitor) {
        long ref = 0;
        long mint = 0;
        for (int n = in.getCount(); n > 0; n--) {
            ref += in.getZigzag();
            mint += in.getZigzag();
            long maxt = mint + in.getVarint();
            if (maxt < mint) {
                throw new MalformedException("deleted times from " + mint + " to " + maxt);
            }
            visitor.deletedTimes(ref, mint, maxt);
        }
    }
}
