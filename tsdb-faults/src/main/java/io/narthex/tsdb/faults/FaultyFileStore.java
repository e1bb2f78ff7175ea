package io.narthex.tsdb.faults;

import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.StoreFile;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The real file system, with two additions: one operation, by its number, fails; and at any time
/// it can be asked what a power cut would leave.
///
/// Operations that change something are counted from 1: creating, writing, resizing, syncing,
/// renaming, deleting; and so is mapping a whole file. A write that fails has written the first
/// half of its bytes. A failed sync has made nothing durable and forgotten that there was anything
/// to do, as kernels do.
///
/// A power cut leaves of each file what it was at its last successful sync, and of each directory
/// the names that it had then; or, at random, what they are now. Nothing is really synced: that
/// would take most of a test's time.
///
/// Thread safety: safe for concurrent calls.
public final class FaultyFileStore implements FileStore {
    private final FileStore real = FileStore.local();
    private final FileTree tree = new FileTree();
    private final List<String> operations = new ArrayList<>();
    private long failing;
    private String message = "";
    private String failed = "";
    private long usable = Long.MAX_VALUE;
    private long total = 1L << 50;

    /// Lets the operation with a number fail, once.
    ///
    /// @param number counted from 1
    /// @param message such as `No space left on device`
    public synchronized void failAt(long number, String message) {
        failing = number;
        this.message = message;
    }

    /// Lets the file system have only so many bytes left: what writes more at a time fails.
    public synchronized void usableSpace(long bytes) {
        usable = bytes;
    }

    /// How large the file system is to be; 0 where that is not to be known.
    public synchronized void totalSpace(long bytes) {
        total = bytes;
    }

    private synchronized boolean isFull(int bytes) {
        return bytes > usable;
    }

    /// The operations so far, such as `write wal/000001`.
    public synchronized List<String> operations() {
        return List.copyOf(operations);
    }

    /// The operation that failed; empty where none has.
    public synchronized String failed() {
        return failed;
    }

    private synchronized boolean fails(String operation, Path path) {
        operations.add(
                operation + " " + path.subpath(path.getNameCount() - 2, path.getNameCount()));
        if (operations.size() != failing) {
            return false;
        }
        failed = operations.getLast();
        return true;
    }

    private void count(String operation, Path path) throws IOException {
        if (fails(operation, path)) {
            throw failure();
        }
    }

    private synchronized IOException failure() {
        return new IOException(message + " (" + failed + ")");
    }

    /// Writes what a power cut would leave now.
    ///
    /// @param from a directory of this store
    /// @param to gets the files
    /// @param random decides what is there as it is now; null for nothing
    public synchronized void powerCut(Path from, Path to, @Nullable RandomGenerator random)
            throws IOException {
        cut(tree.find(from), to, random);
    }

    private void cut(FileTree.Node directory, Path to, @Nullable RandomGenerator random)
            throws IOException {
        Files.createDirectories(to);
        tree.findAll(directory);
        boolean names = random != null && random.nextBoolean();
        for (Map.Entry<String, FileTree.Node> e :
                (names ? directory.entries : directory.durableEntries).entrySet()) {
            FileTree.Node node = e.getValue();
            Path target = to.resolve(e.getKey());
            if (node.isDirectory) {
                cut(node, target, random);
            } else {
                Path now = random != null && random.nextBoolean() ? tree.path(node) : null;
                Files.write(target, now == null ? node.durable : node.read(now));
            }
        }
    }

    @Override
    public StoreFile create(Path file) throws IOException {
        count("create", file);
        StoreFile created = real.create(file);
        synchronized (this) {
            return new FaultyFile(file, created, tree.create(file, false));
        }
    }

    @Override
    public StoreFile open(Path file) throws IOException {
        StoreFile opened = real.open(file);
        synchronized (this) {
            return new FaultyFile(file, opened, tree.find(file));
        }
    }

    @Override
    public MemorySegment map(Path file, Arena arena) throws IOException {
        count("map", file);
        return real.map(file, arena);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        count("rename", from);
        synchronized (this) {
            FileTree.Node node = tree.find(from);
            real.rename(from, to);
            tree.remove(from);
            tree.put(to, node);
        }
    }

    @Override
    public void link(Path file, Path name) throws IOException {
        count("link", name);
        synchronized (this) {
            FileTree.Node node = tree.find(file);
            real.link(file, name);
            tree.put(name, node);
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        count("delete", file);
        synchronized (this) {
            if (Files.exists(file)) {
                tree.find(file);
                real.delete(file);
                tree.remove(file);
            }
        }
    }

    @Override
    public void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        for (Path child : real.directories(directory)) {
            deleteTree(child);
        }
        for (Path file : real.list(directory)) {
            delete(file);
        }
        delete(directory);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        count("mkdir", directory);
        synchronized (this) {
            createMissing(directory);
        }
    }

    private void createMissing(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent == null || Files.isDirectory(directory)) {
            return;
        }
        createMissing(parent);
        Files.createDirectory(directory);
        tree.create(directory, true);
        tree.find(parent).syncEntries();
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        count("sync of directory", directory);
        synchronized (this) {
            tree.find(directory).syncEntries();
        }
    }

    @Override
    public List<Path> directories(Path directory) throws IOException {
        return real.directories(directory);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        return real.list(directory);
    }

    @Override
    public synchronized long usableSpace(Path directory) {
        return usable;
    }

    @Override
    public synchronized long totalSpace(Path directory) throws IOException {
        if (total == 0) {
            throw new IOException("the size of the file system is not known");
        }
        return total;
    }

    @Override
    public long size(Path file) throws IOException {
        return real.size(file);
    }

    @Override
    public AutoCloseable lock(Path file) throws IOException {
        return real.lock(file);
    }

    private final class FaultyFile implements StoreFile {
        private final Path path;
        private final StoreFile file;
        private final FileTree.Node node;

        FaultyFile(Path path, StoreFile file, FileTree.Node node) {
            this.path = path;
            this.file = file;
            this.node = node;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void write(long position, byte[] src, int offset, int length) throws IOException {
            if (fails("write", path)) {
                file.write(position, src, offset, length / 2);
                throw failure();
            }
            if (isFull(length)) {
                throw new IOException("No space left on device (write " + path + ")");
            }
            file.write(position, src, offset, length);
            node.end = Math.max(node.end, position + length);
            if (position == 0) {
                node.forgotten = false; // all of it is being written again
            }
        }

        @Override
        public void read(long position, byte[] dst, int offset, int length) throws IOException {
            file.read(position, dst, offset, length);
        }

        @Override
        public void resize(long size) throws IOException {
            count("resize", path);
            file.resize(size);
        }

        @Override
        public void force() throws IOException {
            if (fails("sync", path)) {
                node.forgotten = true;
                throw failure();
            }
            if (!node.forgotten) {
                byte[] content = new byte[node.bytesToKeep(file.size())];
                file.read(0, content, 0, content.length);
                node.durable = content;
            }
        }

        @Override
        public MemorySegment map(long size) throws IOException {
            return file.map(size);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
