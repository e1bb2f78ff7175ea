package io.narthex.tsdb.block;

import java.io.IOException;

/// The numbers of the index file; see `docs/formats/block.md`.
///
/// Thread safety: stateless.
final class IndexLayout {
    static final int MAGIC = 0xBAAAD700;
    static final int VERSION = 2;

    /// Series by how they differ from their neighbours, of a block with chunks that Prometheus does
    /// not know: it refuses to start. Newer layouts, and newer encodings of chunks, make it a
    /// higher one, so that earlier programs leave such a block out as a whole, and take none of its
    /// chunks for damaged.
    static final int PACKED_VERSION = 0x72;

    /// The first one of blocks that Prometheus does not know; before [#PACKED_VERSION] the layout
    /// was Prometheus'.
    static final int FIRST_NATIVE_VERSION = 0x70;

    static final int HEADER_BYTES = 5;

    /// Six offsets and a checksum, at the file's end.
    static final int TOC_BYTES = 6 * Long.BYTES + Integer.BYTES;

    /// Series start at multiples of this in Prometheus' layout, so that four bytes address 64 GiB.
    static final int SERIES_ALIGNMENT = 16;

    static final int POSTINGS_ALIGNMENT = 4;

    /// Of packed series: a bound for what a few bytes can stand for.
    static final int MOST_SHARED_PAIRS = 63;

    private IndexLayout() {}

    /// Writes a section: length, number of entries, entries, checksum. Both buffers are empty then.
    ///
    /// @param header an empty buffer
    static void writeSection(OutputFile file, OutputBuffer header, int count, OutputBuffer entries)
            throws IOException {
        startSection(file, header, (long) Integer.BYTES + entries.size(), count);
        file.write(entries);
        file.endCrc();
    }

    /// Writes a section's length and number of entries; the checksum starts between them.
    ///
    /// @param header an empty buffer
    static void startSection(OutputFile file, OutputBuffer header, long length, int count)
            throws IOException {
        if (length > 0xffff_ffffL) {
            throw new IOException("a section of " + length + " bytes does not fit an index");
        }
        header.u32(length);
        file.write(header);
        file.startCrc();
        header.u32(count);
        file.write(header);
    }
}
