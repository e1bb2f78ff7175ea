package io.narthex.tsdb.tail;

/// A place in a store's log: everything before it has been read.
///
/// Thread safety: immutable.
///
/// @param segment number of the log's file
/// @param offset byte in it
/// @param sequence samples that the store logged before, by which a reader learns how many it has
///     missed; negative where nobody knows
public record TailPosition(long segment, long offset, long sequence) {
    /// The begin of what the log still has. What it has no more does not count as lost.
    public static final TailPosition OLDEST = new TailPosition(0, 0, -1);

    /// Reads what [#toString] has written.
    ///
    /// @throws IllegalArgumentException if the text is no position
    public static TailPosition parse(String text) {
        String[] parts = text.split(":", -1);
        try {
            if (parts.length == 3) {
                return new TailPosition(
                        Long.parseLong(parts[0]),
                        Long.parseLong(parts[1]),
                        Long.parseLong(parts[2]));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("no position of a log: " + text, e);
        }
        throw new IllegalArgumentException("no position of a log: " + text);
    }

    /// Segment, offset and sequence with colons between them, such as `17:4096:1000`.
    @Override
    public String toString() {
        return segment + ":" + offset + ":" + sequence;
    }
}
