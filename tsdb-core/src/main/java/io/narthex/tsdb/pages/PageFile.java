package io.narthex.tsdb.pages;

import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.StoreFile;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/// One page file while it is being written. Its size is set at once, without using space, so that
/// it can be mapped as a whole; writing goes through the file and not through the mapping, because
/// a full disk is an exception there and the end of the process here.
///
/// Thread safety: guarded by the lock of [PageFiles].
final class PageFile {
    private final FileStore files;
    private final Path path;
    private @Nullable StoreFile file;
    private @Nullable MemorySegment mapped;
    private long written;
    private boolean forced = true;

    /// A sync failed: nobody knows which pages the kernel has dropped.
    private boolean suspect;

    PageFile(FileStore files, Path path) {
        this.files = files;
        this.path = path;
    }

    private StoreFile open() throws IOException {
        StoreFile open = file;
        if (open == null) {
            try {
                open = files.create(path);
            } catch (FileAlreadyExistsException _) {
                open = files.open(path); // an earlier attempt got that far
            }
            file = open;
        }
        if (mapped == null) {
            open.resize(PageLayout.FILE_BYTES);
            mapped = open.map(PageLayout.FILE_BYTES);
        }
        return open;
    }

    /// Writes what a page got since the last time; pages come in order.
    void write(ChunkPage page) throws IOException {
        byte[] memory = page.memory();
        long from = Math.max(written, page.place().offset());
        long to = page.place().offset() + page.used();
        if (memory != null && to > from) {
            StoreFile open = open();
            forced = false;
            open.write(from, memory, (int) (from - page.place().offset()), (int) (to - from));
            written = to;
        }
    }

    /// Bytes of the file's size that nothing was written to yet.
    long holeBytes() {
        return mapped == null ? 0 : PageLayout.FILE_BYTES - written;
    }

    /// The part of the file where a page is.
    MemorySegment mapped(ChunkPage page) throws IOException {
        open();
        MemorySegment all = mapped;
        if (all == null) {
            throw new IllegalStateException("BUG: a file that is not mapped");
        }
        return all.asSlice(page.place().offset(), PageLayout.PAGE_BYTES);
    }

    /// Makes everything written durable.
    void force() throws IOException {
        if (forced) {
            return;
        }
        StoreFile open = open();
        try {
            if (suspect) {
                rewrite(open);
            }
            open.force();
            forced = true;
            suspect = false;
        } catch (IOException e) {
            suspect = true;
            throw e;
        }
    }

    /// Writes everything once more, from memory to the same place: a failed sync may have marked
    /// pages as clean that are not on the disk.
    private void rewrite(StoreFile open) throws IOException {
        MemorySegment all = mapped;
        byte[] buffer = new byte[PageLayout.PAGE_BYTES];
        for (long at = 0; all != null && at < written; at += buffer.length) {
            int n = (int) Math.min(buffer.length, written - at);
            MemorySegment.copy(all, ValueLayout.JAVA_BYTE, at, buffer, 0, n);
            open.write(at, buffer, 0, n);
        }
    }

    /// Cuts the file to what is written and closes it.
    void close() throws IOException {
        StoreFile open = file;
        if (open != null) {
            file = null;
            try (open) {
                open.resize(written);
            }
        }
    }
}
