package io.narthex.tsdb.wal;

import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.ByteWriter;

/// What a checkpoint is about as a whole; it is written at its start and once more at its end.
///
/// @param sequence samples ever logged before it
/// @param generation the highest generation of a reference given before it
/// @param maxTime time of the newest sample ever stored; `Long.MIN_VALUE` for none
/// @param pageFile number of the page file up to which, and
/// @param pageOffset byte in it up to which chunks belong to it
/// @param slots one more than the highest slot of a series ever used
///
/// Thread safety: immutable.
public record CheckpointInfo(
        long sequence, long generation, long maxTime, long pageFile, long pageOffset, long slots) {
    void writeTo(ByteWriter out) {
        out.putVarint(sequence);
        out.putVarint(generation);
        out.putZigzag(maxTime);
        out.putVarint(pageFile);
        out.putVarint(pageOffset);
        out.putVarint(slots);
    }

    static CheckpointInfo read(ByteReader in) {
        return new CheckpointInfo(
                in.getVarint(),
                in.getVarint(),
                in.getZigzag(),
                in.getVarint(),
                in.getVarint(),
                in.getVarint());
    }
}
