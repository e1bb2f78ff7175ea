package io.narthex.tsdb.wal;

import io.narthex.tsdb.chunk.StartRuns;
import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.ByteWriter;
import io.narthex.tsdb.io.MalformedException;

/// The state of one series with its open block, as a checkpoint keeps it: a holder to be reused.
///
/// ```text
/// difference of the reference to the one before (zigzag), kind, samples ever (varint);
/// if there were any: time of the newest, as the difference to the series before (zigzag), its
///     bits (8), samples in the open block;
/// if there are any: newest time less the block's first (zigzag), distance of the last two times
///     (zigzag), mantissa or bits (8), exponent, mode, bytes (varint), the block itself;
///     of native histograms there is nothing between the block's first time and its bytes;
///     with start timestamps their runs, as in [StartsRecord]
/// ```
///
/// Thread safety: for one thread.
public final class SeriesState {
    /// The open block holds floats, or is empty.
    public static final int FLOATS = 0;

    /// The open block holds native histograms.
    public static final int HISTOGRAMS = 1;

    /// Bit of the kind in the file: the block's samples have start timestamps.
    private static final int STARTED = 2;

    /// The series' reference.
    public long ref;

    /// What its open block holds.
    public int kind;

    /// Samples that it ever got.
    public long total;

    /// Time and bits of the newest one.
    public long lastTime;

    /// See [#lastTime].
    public long lastBits;

    /// Samples in the open block.
    public int openCount;

    /// Time of the first sample in the open block.
    public long openMint;

    /// The state of the open block's encoder: see [io.narthex.tsdb.chunk.OpenBlockState].
    public long delta;

    /// See [#delta].
    public long mantissa;

    /// See [#delta].
    public int exponent;

    /// See [#delta].
    public int mode;

    /// Where the open block's bytes are.
    public byte[] bytes = new byte[0];

    /// See [#bytes].
    public int offset;

    /// See [#bytes].
    public int length;

    /// The start timestamps of the open block's samples.
    public StartRuns.View starts = StartRuns.NONE;

    void writeTo(ByteWriter out, long lastRef, long previousTime) {
        out.putZigzag(ref - lastRef);
        boolean started = openCount > 0 && starts.size() > 0;
        out.put(kind | (started ? STARTED : 0));
        out.putVarint(total);
        if (total == 0) {
            return;
        }
        out.putZigzag(lastTime - previousTime);
        out.putLong(lastBits);
        out.put(openCount);
        if (openCount > 0) {
            out.putZigzag(lastTime - openMint);
            if (kind == FLOATS) {
                out.putZigzag(delta);
                out.putLong(mantissa);
                out.put(exponent);
                out.put(mode);
            }
            out.putVarint(length);
            out.put(bytes, offset, length);
            if (started) {
                StartsRecord.write(starts, out);
            }
        }
    }

    /// Reads the series behind this one.
    void readNext(ByteReader in) {
        ref += in.getZigzag();
        int head = in.get();
        if ((head & ~(HISTOGRAMS | STARTED)) != 0) {
            throw new MalformedException("an open block of kind " + head);
        }
        kind = head & HISTOGRAMS;
        starts = StartRuns.NONE;
        total = in.getVarint();
        openCount = 0;
        if (total == 0) {
            return;
        }
        lastTime += in.getZigzag();
        lastBits = in.getLong();
        openCount = in.get();
        if (openCount > 0) {
            openMint = lastTime - in.getZigzag();
            if (kind == FLOATS) {
                delta = in.getZigzag();
                mantissa = in.getLong();
                exponent = in.get();
                mode = in.get();
            }
            length = (int) in.getVarint();
            bytes = in.array();
            offset = in.position();
            in.skip(length);
            if ((head & STARTED) != 0) {
                starts = StartsRecord.read(in, openCount);
            }
        }
    }
}
