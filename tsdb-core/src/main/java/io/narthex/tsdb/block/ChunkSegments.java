package io.narthex.tsdb.block;

import io.narthex.tsdb.chunk.BesideChunk;
import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.io.FileStore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The files that hold a block's chunks, mapped.
///
/// Thread safety: safe for concurrent readers.
final class ChunkSegments {
    static final String DIRECTORY = "chunks";
    static final int MAGIC = 0x85BD40DD;
    static final int VERSION = 1;
    static final int HEADER_BYTES = 8;

    /// Longer than any chunk of any encoding that is written by anybody: a length beyond is taken
    /// for corrupt before memory is taken for it.
    static final int MAX_CHUNK_BYTES = 1 << 20;

    private final List<MappedFile> files;

    private ChunkSegments(List<MappedFile> files) {
        this.files = files;
    }

    static ChunkSegments open(FileStore store, Path block, Arena arena) {
        List<MappedFile> files = new ArrayList<>();
        for (Path path : paths(store, block.resolve(DIRECTORY))) {
            MappedFile file = MappedFile.open(store, path, arena);
            if (file.size() < HEADER_BYTES || (int) file.u32(0) != MAGIC) {
                throw file.corrupt(0, "not a segment of chunks");
            }
            if (file.u8(Integer.BYTES) != VERSION) {
                throw file.corrupt(
                        Integer.BYTES, "version " + file.u8(Integer.BYTES) + " of segments");
            }
            files.add(file);
        }
        return new ChunkSegments(files);
    }

    private static List<Path> paths(FileStore files, Path directory) {
        try {
            return files.list(directory).stream()
                    .filter(p -> String.valueOf(p.getFileName()).matches("[0-9]+"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }

    /// Bytes of all files.
    long size() {
        return files.stream().mapToLong(MappedFile::size).sum();
    }

    private MappedFile file(long ref, SeriesDirectory directory, int series) {
        long segment = ref >>> 32;
        if (segment >= files.size()) {
            throw directory.corrupt(
                    series, "a chunk in segment " + segment + " of " + files.size());
        }
        return files.get((int) segment);
    }

    /// Copies a chunk's data into a slot and points the slot's reader at it.
    ///
    /// @param check whether the checksum is to be compared and the chunk to be verified
    void load(LoadedChunk slot, SeriesDirectory directory, int series, int chunk, boolean check) {
        long ref = directory.chunkRef(chunk);
        MappedFile file = file(ref, directory, series);
        long at = ref & 0xffff_ffffL;
        MappedCursor in = new MappedCursor(file, at, file.size());
        long length = in.uvarint();
        if (length < 1 || length > MAX_CHUNK_BYTES) {
            throw file.corrupt(at, "a chunk of " + length + " bytes");
        }
        int id = in.u8();
        long data = in.position();
        int n = (int) length;
        if (check) {
            file.checkCrc(data - 1, 1 + n, "a chunk");
        }
        ChunkEncoding encoding = ChunkEncoding.ofId(id);
        if (encoding == null) {
            throw file.corrupt(data - 1, "a chunk of unknown encoding " + id);
        }
        slot.read(file, data, n, encoding, Chunks.SLACK);
        if (check) {
            slot.verify(directory, chunk);
            BesideChunk beside = slot.incomplete();
            if (beside != null) {
                int unused = directory.chunkBeside(series, chunk, beside.distance());
            }
        }
    }
}
