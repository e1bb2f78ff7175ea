package io.narthex.tsdb.chunk;

/// The start timestamps between a chunk's samples, as Prometheus has them: a byte in the header
/// says whether the first sample has one and which sample is the first to have another; from that
/// one on each sample is followed by how far its start timestamp lies before the time of the sample
/// before it, as the difference to the distance of the sample before.
///
/// Thread safety: for one thread.
final class InlineStarts {
    /// Bit of the header: the first sample has a start timestamp.
    private static final int FIRST_KNOWN = 0x80;

    /// Bits of the header with the index of the first sample that has another start timestamp; 0
    /// where all have the same.
    private static final int CHANGE = 0x7f;

    private int header;
    private long start;
    private long distance;

    /// Begins to read a chunk.
    void reset(int headerOfChunk) {
        header = headerOfChunk;
        start = 0;
        distance = 0;
    }

    /// Begins to write a chunk; returns its header.
    ///
    /// @param n up to 128 samples
    int begin(long[] starts, int n) {
        int change = 1;
        while (change < n && starts[change] == starts[0]) {
            change++;
        }
        reset((starts[0] == 0 ? 0 : FIRST_KNOWN) | (change < n ? change : 0));
        return header;
    }

    private boolean isChanging(int i) {
        int change = header & CHANGE;
        return change > 0 && i >= change;
    }

    /// Writes what belongs behind a sample.
    void write(long[] times, long[] starts, int i, BitWriter bits) {
        if (i == 0) {
            if (starts[0] != 0) {
                bits.writeVarint(Bytes.zigzag(times[0] - starts[0]));
            }
        } else if (isChanging(i)) {
            long now = times[i - 1] - starts[i];
            Varbit.write(now - distance, bits);
            distance = now;
        }
    }

    /// Reads what belongs to a sample; returns its start timestamp.
    ///
    /// @param time of the first sample, or of the one before the i-th
    long read(int i, long time, BitReader bits) {
        if (i == 0) {
            start = (header & FIRST_KNOWN) == 0 ? 0 : time - Bytes.unzigzag(bits.readVarint());
        } else if (isChanging(i)) {
            distance += Varbit.read(bits);
            start = time - distance;
        }
        return start;
    }
}
