package io.narthex.tsdb.head;

/// Samples of one series that came out of order, sorted and encoded; which came when is kept beside
/// them, because a querier that is older than some of them must not see those.
///
/// @param bytes the encoded samples
/// @param started whether they have start timestamps, and so the other encoding
/// @param arrivals by position in the chunk, how many of its samples came before
/// @param start how many out-of-order samples of the series came before this chunk's
/// @param mint time of the first sample, epoch milliseconds
/// @param maxt time of the last one
///
/// Thread safety: immutable; nobody writes to the arrays.
record OutOfOrderChunk(
        byte[] bytes, boolean started, byte[] arrivals, long start, long mint, long maxt) {
    int count() {
        return arrivals.length;
    }

    /// How many out-of-order samples of the series came before the sample at a position.
    long number(int i) {
        return start + arrivals[i];
    }

    /// Memory of a chunk: two arrays with their headers, this record, the reference to it.
    int memory() {
        return bytes.length + arrivals.length + 80;
    }
}
