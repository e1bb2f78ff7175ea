package io.narthex.tsdb.pages;

import io.narthex.tsdb.io.FileStore;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// The page files of a directory, `000001`, `000002`, ….
///
/// Pages are filled in memory and written behind: the log protects their chunks until the next
/// checkpoint, which writes and syncs them first. A page that could not be written stays in memory
/// and is tried again.
///
/// Thread safety: what is marked so is guarded by the commit lock; everything else may be called by
/// anybody. `ioLock` guards the files and is held during input and output; `this` guards the lists
/// of pages and is not.
public final class PageFiles implements AutoCloseable {
    private final FileStore files;
    private final Path directory;
    private final ReentrantLock ioLock = new ReentrantLock();

    /// Files that pages are still written to.
    private final TreeMap<Long, PageFile> open = new TreeMap<>();

    /// Pages in memory, oldest first, the current one last.
    private final Deque<ChunkPage> inMemory = new ArrayDeque<>();

    /// All pages by file.
    private final TreeMap<Long, List<ChunkPage>> pages = new TreeMap<>();

    private long file;
    private int nextPage;
    private @Nullable ChunkPage current;

    private PageFiles(FileStore files, Path directory, long firstFile) {
        this.files = files;
        this.directory = directory;
        this.file = firstFile;
    }

    /// Starts behind what a scan found.
    ///
    /// @param found the pages of earlier files
    /// @param firstFile a number that no file has
    static PageFiles behind(
            FileStore files, Path directory, Map<Long, List<ChunkPage>> found, long firstFile) {
        PageFiles result = new PageFiles(files, directory, firstFile);
        result.pages.putAll(found);
        return result;
    }

    static Path path(Path directory, long number) {
        return directory.resolve(String.format("%06d", number));
    }

    /// Begins a page; guarded by the commit lock. The page before it is complete.
    ///
    /// @param memory [PageLayout#PAGE_BYTES] bytes for the page, which may have a header already
    /// when
    ///     this returns: chunks go behind [ChunkPage#used]
    public ChunkPage begin(byte[] memory) {
        if (nextPage == PageLayout.PAGES_PER_FILE) {
            file++;
            nextPage = 0;
        }
        PagePosition place = new PagePosition(file, (long) nextPage * PageLayout.PAGE_BYTES);
        ChunkPage page = new ChunkPage(memory, place);
        if (nextPage++ == 0) {
            PageLayout.fileHeader(memory, file);
            page.used(PageLayout.FILE_HEADER);
        }
        current = page;
        synchronized (this) {
            inMemory.addLast(page);
            pages.computeIfAbsent(file, _ -> new ArrayList<>()).add(page);
        }
        return page;
    }

    /// Where the last chunk ends; guarded by the commit lock.
    public PagePosition position() {
        ChunkPage page = current;
        return page == null
                ? new PagePosition(file, 0)
                : new PagePosition(file, page.place().offset() + page.used());
    }

    /// The number of pages in memory.
    public synchronized int pagesInMemory() {
        return inMemory.size();
    }

    /// Writes what is in memory only; complete pages leave it.
    public void flush() throws IOException {
        ioLock.lock();
        try {
            flushLocked();
        } finally {
            ioLock.unlock();
        }
    }

    private void flushLocked() throws IOException {
        List<ChunkPage> waiting;
        synchronized (this) {
            waiting = new ArrayList<>(inMemory);
        }
        for (int i = 0; i < waiting.size(); i++) {
            ChunkPage page = waiting.get(i);
            PageFile target =
                    open.computeIfAbsent(
                            page.place().file(), n -> new PageFile(files, path(directory, n)));
            target.write(page);
            if (i < waiting.size() - 1) {
                page.moveTo(target.mapped(page));
                synchronized (this) {
                    inMemory.removeFirst();
                }
            }
        }
    }

    /// Writes everything and makes it durable.
    public void force() throws IOException {
        ioLock.lock();
        try {
            flushLocked();
            boolean created = false;
            for (PageFile target : open.values()) {
                target.force();
                created = true;
            }
            if (created) {
                files.forceDirectory(directory);
            }
            closeComplete();
        } finally {
            ioLock.unlock();
        }
    }

    /// Closes the files that are full and durable.
    private void closeComplete() throws IOException {
        long newest;
        synchronized (this) {
            newest = inMemory.isEmpty() ? 0 : inMemory.getFirst().place().file();
        }
        Collection<PageFile> complete = open.headMap(newest).values();
        for (PageFile target : complete) {
            target.close();
        }
        complete.clear();
    }

    /// Numbers of complete files that hold no chunk of any series; guarded by the commit lock.
    public synchronized List<Long> unused() {
        List<Long> unused = new ArrayList<>();
        long first = inMemory.isEmpty() ? file : inMemory.getFirst().place().file();
        pages.headMap(first)
                .forEach(
                        (number, list) -> {
                            if (list.stream().allMatch(page -> page.live() == 0)) {
                                unused.add(number);
                            }
                        });
        return unused;
    }

    /// Deletes files that hold no chunk of any series. Readers that are still in them stay so.
    public void delete(Collection<Long> unused) throws IOException {
        ioLock.lock();
        try {
            for (long number : unused) {
                PageFile written = open.remove(number);
                if (written != null) {
                    written.close();
                }
                files.delete(path(directory, number));
                synchronized (this) {
                    pages.remove(number);
                }
            }
        } finally {
            ioLock.unlock();
        }
    }

    /// Bytes that the sizes of files show and that use no space.
    public long holeBytes() {
        ioLock.lock();
        try {
            return open.values().stream().mapToLong(PageFile::holeBytes).sum();
        } finally {
            ioLock.unlock();
        }
    }

    /// The number of files.
    public synchronized int fileCount() {
        return pages.size();
    }

    /// Closes all files. What was not written is lost here: the log has it.
    @Override
    public void close() throws IOException {
        ioLock.lock();
        try {
            for (PageFile target : open.values()) {
                target.close();
            }
            open.clear();
        } finally {
            ioLock.unlock();
        }
    }
}
