package io.narthex.tsdb.pages;

import io.narthex.tsdb.io.Corruption;
import io.narthex.tsdb.io.CorruptionException;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.StoreFile;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/// Reads the page files of a directory after a restart: finds every chunk, checks it, and cuts out
/// what is damaged.
///
/// Thread safety: for one thread.
public final class PageScan {
    /// Gets the chunks in the order in which they were sealed.
    public interface Visitor {
        /// Takes one chunk.
        ///
        /// @param page where it stays
        /// @param bytes where it is for this call, at `offset`, as in the page; what is behind it
        /// up
        ///     to the end of the page may be read too
        /// @return what is wrong with it, empty where nothing is
        String chunk(ChunkPage page, byte[] bytes, int offset, int length, int encoding, long ref);
    }

    private final FileStore files;
    private final Visitor visitor;
    private final List<Corruption> corruptions;
    private final byte[] page = new byte[PageLayout.PAGE_BYTES + SLACK];
    private final TreeMap<Long, List<ChunkPage>> found = new TreeMap<>();

    /// What a chunk reader may load behind a page's last chunk.
    private static final int SLACK = 64;

    private PageScan(FileStore files, Visitor visitor, List<Corruption> corruptions) {
        this.files = files;
        this.visitor = visitor;
        this.corruptions = corruptions;
    }

    /// Scans the files before a position, and takes away what is behind it: chunks that were sealed
    /// after the checkpoint, which the log brings back.
    ///
    /// @param limit where the checkpoint ends
    /// @param corruptions gets what had to be left out
    /// @return the files, ready to go on behind what was found
    public static PageFiles scan(
            FileStore files,
            Path directory,
            PagePosition limit,
            Visitor visitor,
            List<Corruption> corruptions)
            throws IOException {
        PageScan scan = new PageScan(files, visitor, corruptions);
        long last = limit.file() == Long.MAX_VALUE ? 0 : limit.file();
        for (Path path : files.list(directory)) {
            String name = path.getFileName().toString();
            if (name.matches("[0-9]{6,15}")) {
                long number = Long.parseLong(name);
                last = Math.max(last, number);
                if (number > limit.file() || (number == limit.file() && limit.offset() == 0)) {
                    files.delete(path);
                } else {
                    scan.file(path, number, limit);
                }
            }
        }
        return PageFiles.behind(files, directory, scan.found, last + 1);
    }

    private void file(Path path, long number, PagePosition limit) throws IOException {
        List<ChunkPage> pages = new ArrayList<>();
        found.put(number, pages);
        try (StoreFile file = files.open(path)) {
            long size = file.size();
            if (number == limit.file() && size > limit.offset()) {
                size = limit.offset();
                file.resize(size);
            }
            if (number == limit.file() && size < limit.offset()) {
                corruptions.add(
                        new Corruption(
                                path,
                                size,
                                limit.offset() - size,
                                "the file was longer",
                                Corruption.UNKNOWN));
            }
            if (size < PageLayout.FILE_HEADER) {
                return;
            }
            MemorySegment mapped = file.map(size);
            for (long at = 0; at < size; at += PageLayout.PAGE_BYTES) {
                int n = (int) Math.min(PageLayout.PAGE_BYTES, size - at);
                MemorySegment.copy(mapped, ValueLayout.JAVA_BYTE, at, page, 0, n);
                Arrays.fill(page, n, page.length, (byte) 0);
                if (at == 0) {
                    checkVersion(path);
                }
                ChunkPage chunks =
                        new ChunkPage(mapped.asSlice(at, n), new PagePosition(number, at), n);
                pages.add(chunks);
                boolean full = number == limit.file() && at + n == limit.offset();
                walk(path, at, n, full, chunks);
            }
        }
    }

    private void checkVersion(Path path) {
        boolean ours = Arrays.equals(page, 0, 7, PageLayout.MAGIC, 0, 7);
        if (ours && page[PageLayout.VERSION_AT] > PageLayout.VERSION) {
            throw new CorruptionException(
                    path, PageLayout.VERSION_AT, "written by a newer version of Narthex");
        }
    }

    /// @param full whether there are chunks up to the end, so that zeros are damage too
    private void walk(Path path, long pageAt, int size, boolean full, ChunkPage chunks) {
        int at = pageAt == 0 ? PageLayout.FILE_HEADER : 0;
        while (at < size && (full || !isZero(at, size))) {
            if (!PageLayout.isWhole(page, at, size)) {
                at = skip(path, pageAt, at, size);
                continue;
            }
            int end = PageLayout.end(page, at);
            String problem =
                    visitor.chunk(
                            chunks,
                            page,
                            PageLayout.start(page, at),
                            PageLayout.length(page, at),
                            PageLayout.encoding(page, at),
                            PageLayout.ref(page, at));
            if (!problem.isEmpty()) {
                int samples = PageLayout.samples(page, at);
                corruptions.add(new Corruption(path, pageAt + at, end - at, problem, samples));
            }
            at = end;
        }
    }

    /// Reports damage; returns the place of the next whole chunk, or the page's end.
    private int skip(Path path, long pageAt, int at, int size) {
        int next = at + 1;
        while (next < size && !PageLayout.isWhole(page, next, size)) {
            next++;
        }
        // If the header tells the same place, it is right about the samples too.
        boolean known = PageLayout.end(page, at) == next;
        long samples = known ? PageLayout.samples(page, at) : Corruption.UNKNOWN;
        corruptions.add(
                new Corruption(
                        path, pageAt + at, next - at, "a chunk's checksum is wrong", samples));
        return next;
    }

    /// Whether the page has no chunk from here on.
    private boolean isZero(int at, int size) {
        for (int i = at; i < size; i++) {
            if (page[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
