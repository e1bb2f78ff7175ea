package io.narthex.tsdb.wal;

/// A place in the log behind a record.
///
/// Thread safety: immutable.
///
/// @param segment the segment's number
/// @param offset byte in it
/// @param sequence samples logged before; negative where nobody knows
public record WalPosition(long segment, long offset, long sequence)
        implements Comparable<WalPosition> {
    /// By place; the log never goes back.
    @Override
    public int compareTo(WalPosition other) {
        int c = Long.compare(segment, other.segment);
        return c != 0 ? c : Long.compare(offset, other.offset);
    }
}
