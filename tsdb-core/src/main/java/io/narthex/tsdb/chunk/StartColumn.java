package io.narthex.tsdb.chunk;

/// The start timestamps of a sealed chunk's samples: see `docs/formats/chunks.md`.
///
/// Counters have one for many samples, deltas begin where the sample before ended. So there are two
/// kinds of runs: of equal start timestamps, and of start timestamps equally far before the time of
/// the sample before.
///
/// ```text
/// per run: samples << 1 | kind (varint), then
/// kind 0: the start timestamp of the sample before, or the chunk's first time, less the run's
///         (zigzag)
/// kind 1: each one's distance before the time of the sample before (zigzag)
/// ```
///
/// Thread safety: stateless.
final class StartColumn {
    /// The most bytes one sample takes: a run of its own.
    static final int MAX_SAMPLE_BYTES = 2 + Bytes.MAX_VARINT;

    private StartColumn() {}

    /// Writes the column of `n` samples; returns where it ends.
    static int write(long[] times, long[] starts, int n, byte[] dst, int at) {
        int p = at;
        long last = times[0];
        for (int i = 0; i < n; ) {
            int equal = equal(starts, i, n);
            int following = following(times, starts, i, n);
            if (following > equal) {
                p = Bytes.putVarint(dst, p, (long) following << 1 | 1);
                p = Bytes.putVarint(dst, p, Bytes.zigzag(times[i - 1] - starts[i]));
                i += following;
            } else {
                p = Bytes.putVarint(dst, p, (long) equal << 1);
                p = Bytes.putVarint(dst, p, Bytes.zigzag(last - starts[i]));
                i += equal;
            }
            last = starts[i - 1];
        }
        return p;
    }

    /// How many samples from `i` on have the same start timestamp.
    private static int equal(long[] starts, int i, int n) {
        int end = i + 1;
        while (end < n && starts[end] == starts[i]) {
            end++;
        }
        return end - i;
    }

    /// How many samples from `i` on start equally long before the sample before them.
    private static int following(long[] times, long[] starts, int i, int n) {
        if (i == 0) {
            return 0;
        }
        long distance = times[i - 1] - starts[i];
        int end = i + 1;
        while (end < n && times[end - 1] - starts[end] == distance) {
            end++;
        }
        return end - i;
    }

    /// Reads one column.
    ///
    /// Thread safety: for one thread.
    static final class Cursor {
        private final byte[] bytes;
        private final int end;
        private int at;
        private boolean following;
        private long number;

        /// @param end behind the column
        Cursor(byte[] bytes, int at, int end) {
            this.bytes = bytes;
            this.at = at;
            this.end = end;
        }

        /// Steps to the next run; returns its number of samples, 0 at the end.
        ///
        /// @throws MalformedChunkException if there is no whole run
        int next() {
            if (at == end) {
                return 0;
            }
            long head = varint();
            if (head >>> 1 < 1 || head >>> 1 > Chunks.MAX_LONG_SAMPLES) {
                throw new MalformedChunkException("start timestamps of " + (head >>> 1));
            }
            following = (head & 1) != 0;
            number = Bytes.unzigzag(varint());
            return (int) (head >>> 1);
        }

        private long varint() {
            long v = 0;
            for (int shift = 0; shift < Long.SIZE && at < end; shift += 7) {
                byte b = bytes[at++];
                v |= (long) (b & 0x7f) << shift;
                if (b >= 0) {
                    return v;
                }
            }
            throw new MalformedChunkException("start timestamps that do not end");
        }

        /// Whether the run's number is the distance before the time of the sample before.
        boolean isFollowing() {
            return following;
        }

        /// What the run says.
        long number() {
            return number;
        }

        /// Where the next run starts.
        int position() {
            return at;
        }
    }

    /// Checks that a column is one of `n` samples.
    ///
    /// @throws MalformedChunkException if it is not
    static void check(byte[] bytes, int at, int end, int n) {
        Cursor in = new Cursor(bytes, at, end);
        int samples = 0;
        for (int run = in.next(); run > 0; run = in.next()) {
            if (samples == 0 && in.isFollowing()) {
                throw new MalformedChunkException("a first start timestamp that follows");
            }
            samples += run;
        }
        if (samples != n) {
            throw new MalformedChunkException(samples + " start timestamps of " + n);
        }
    }

    /// Decodes a sound column.
    ///
    /// @param times of the chunk's samples
    static void decode(byte[] bytes, int at, int end, LforTimes times, long[] dst) {
        Cursor in = new Cursor(bytes, at, end);
        int i = 0;
        for (int run = in.next(); run > 0; run = in.next()) {
            long last = i == 0 ? times.timeAt(0) : dst[i - 1];
            for (int to = i + run; i < to; i++) {
                dst[i] = (in.isFollowing() ? times.timeAt(i - 1) : last) - in.number();
            }
        }
    }
}
