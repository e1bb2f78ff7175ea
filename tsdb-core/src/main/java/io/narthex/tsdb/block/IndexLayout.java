package io.narthex.tsdb.block;

/// The numbers of the index file; see `docs/formats/block.md`.
///
/// Thread safety: stateless.
final class IndexLayout {
    static final int MAGIC = 0xBAAAD700;
    static final int VERSION = 2;

    /// The same layout, of a block with chunks that Prometheus does not know: it refuses to start.
    /// Newer encodings of chunks make it a higher one, so that earlier programs leave such a block
    /// out as a whole, and take none of its chunks for damaged.
    static final int NATIVE_VERSION = 0x71;

    /// The first one: chunks of lines only.
    static final int FIRST_NATIVE_VERSION = 0x70;

    static final int HEADER_BYTES = 5;

    /// Six offsets and a checksum, at the file's end.
    static final int TOC_BYTES = 6 * Long.BYTES + Integer.BYTES;

    /// Series start at multiples of this, so that four bytes address 64 GiB.
    static final int SERIES_ALIGNMENT = 16;

    static final int POSTINGS_ALIGNMENT = 4;

    private IndexLayout() {}
}
