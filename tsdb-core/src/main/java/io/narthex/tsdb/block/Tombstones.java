package io.narthex.tsdb.block;

import io.narthex.tsdb.io.CorruptionException;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.merge.Intervals;

import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What has been deleted of a block: times per series. The samples themselves go when the block is
/// compacted.
///
/// @param bySeries deleted times by the series' reference
///
/// Thread safety: immutable; nobody may write to the map.
record Tombstones(TreeMap<Long, Intervals> bySeries) {
    static final String FILE = "tombstones";
    static final Tombstones NONE = new Tombstones(new TreeMap<>());

    private static final int MAGIC = 0x0130BA30;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 5;

    /// Reads the file of a block's directory; none where there is no file.
    ///
    /// @throws CorruptionException if it is no such file
    static Tombstones read(FileStore files, Path directory) {
        try (Arena arena = Arena.ofConfined()) {
            return read(MappedFile.open(files, directory.resolve(FILE), arena));
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                return NONE;
            }
            throw e;
        }
    }

    private static Tombstones read(MappedFile file) {
        long end = file.size() - Integer.BYTES;
        if (end < HEADER_BYTES) {
            throw file.corrupt(0, "only " + file.size() + " bytes");
        }
        if ((int) file.u32(0) != MAGIC || file.u8(Integer.BYTES) != VERSION) {
            throw file.corrupt(0, "not a file of tombstones of version " + VERSION);
        }
        // The checksum leaves the version out, which once was not a part of it.
        file.checkCrc(HEADER_BYTES, end - HEADER_BYTES, "the list of tombstones");
        MappedCursor in = new MappedCursor(file, HEADER_BYTES, end);
        TreeMap<Long, List<Intervals.Range>> ranges = new TreeMap<>();
        while (in.hasMore()) {
            long ref = in.uvarint();
            long mint = in.varint();
            long maxt = in.varint();
            if (maxt < mint) {
                throw in.corrupt("a tombstone from " + mint + " to " + maxt);
            }
            ranges.computeIfAbsent(ref, _ -> new ArrayList<>())
                    .add(new Intervals.Range(mint, maxt));
        }
        TreeMap<Long, Intervals> bySeries = new TreeMap<>();
        ranges.forEach((ref, list) -> bySeries.put(ref, Intervals.of(list)));
        return new Tombstones(bySeries);
    }

    /// These and one more.
    ///
    /// @param refs references of series
    Tombstones with(Iterable<Long> refs, long mint, long maxt) {
        TreeMap<Long, Intervals> more = new TreeMap<>(bySeries);
        for (Long ref : refs) {
            more.put(ref, more.getOrDefault(ref, Intervals.NONE).with(mint, maxt));
        }
        return new Tombstones(more);
    }

    /// What has been deleted of a series.
    Intervals of(long ref) {
        return bySeries.isEmpty() ? Intervals.NONE : bySeries.getOrDefault(ref, Intervals.NONE);
    }

    boolean isEmpty() {
        return bySeries.isEmpty();
    }

    /// The number of ranges of all series.
    long size() {
        return bySeries.values().stream().mapToLong(i -> i.ranges().size()).sum();
    }

    /// The file's bytes.
    byte[] bytes() {
        OutputBuffer out = new OutputBuffer();
        out.u32(MAGIC);
        out.u8(VERSION);
        for (Map.Entry<Long, Intervals> series : bySeries.entrySet()) {
            for (Intervals.Range range : series.getValue().ranges()) {
                out.uvarint(series.getKey());
                out.varint(range.mint());
                out.varint(range.maxt());
            }
        }
        out.crc(HEADER_BYTES);
        return out.copy();
    }
}
