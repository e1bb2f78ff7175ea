package io.narthex.tsdb.block;

/// Where an index's sections start.
///
/// @param packed whether series and postings are as [PackedSeries] writes them
/// @param symbols the strings
/// @param series the series, up to `labelIndices`
/// @param labelIndices sections that nobody reads any more
/// @param labelOffsets the table of those
/// @param postings the lists of series
/// @param postingsOffsets the table of those
record IndexToc(
        boolean packed,
        long symbols,
        long series,
        long labelIndices,
        long labelOffsets,
        long postings,
        long postingsOffsets) {
    /// Reads and checks the header and the table of contents.
    static IndexToc read(MappedFile file) {
        if (file.size() < IndexLayout.HEADER_BYTES + IndexLayout.TOC_BYTES) {
            throw file.corrupt(0, "an index of " + file.size() + " bytes");
        }
        if ((int) file.u32(0) != IndexLayout.MAGIC) {
            throw file.corrupt(0, "not an index: it starts with " + Long.toHexString(file.u32(0)));
        }
        int version = file.u8(Integer.BYTES);
        if (version > IndexLayout.PACKED_VERSION) {
            throw file.corrupt(
                    Integer.BYTES,
                    "index version "
                            + version
                            + ", written by a newer version of Narthex: only that can read it");
        }
        if (version != IndexLayout.VERSION && version < IndexLayout.FIRST_NATIVE_VERSION) {
            throw file.corrupt(Integer.BYTES, "index version " + version);
        }
        long at = file.size() - IndexLayout.TOC_BYTES;
        file.checkCrc(at, 6 * Long.BYTES, "the table of contents");
        IndexToc toc =
                new IndexToc(
                        version >= IndexLayout.PACKED_VERSION,
                        file.i64(at),
                        file.i64(at + 8),
                        file.i64(at + 16),
                        file.i64(at + 24),
                        file.i64(at + 32),
                        file.i64(at + 40));
        if (toc.symbols < IndexLayout.HEADER_BYTES
                || toc.series < toc.symbols
                || toc.labelIndices < toc.series
                || toc.postings < toc.labelIndices
                || toc.postingsOffsets < toc.postings
                || toc.postingsOffsets > at) {
            throw file.corrupt(at, "sections in an impossible order: " + toc);
        }
        return toc;
    }
}
