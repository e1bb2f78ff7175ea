package io.narthex.tsdb.faults;

import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.StoreFile;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The real file system, with two additions: one operation, by its number, fails; and at any time
/// it
/// can be asked what a power cut would leave.
///
/// Operations that change something are counted from 1: creating, writing, resizing, syncing,
/// renaming, deleting. A write that fails has written the first half of its bytes. A failed sync
/// has
/// made nothing durable and forgotten that there was anything to do, as kernels do.
///
/// A power cut leaves of each file what it was at its last successful sync, under the name it had
/// when its directory was synced last; or, at random, what it is now.
///
/// Thread safety: safe for concurrent calls.
public final class FaultyFileStore implements FileStore {
    /// What of a file is durable.
    private static final class Durable {
        private byte[] content = new byte[0];

        /// Whether a failed sync left bytes that no later sync takes up, unless they are written
        /// again.
        private boolean forgotten;
    }

    private static final int LARGE = 1 << 20;
    private static final int BLOCK = 4096;

    private final FileStore real = FileStore.local();

    /// The files as they are now, and the names that are durable.
    private final Map<Path, Durable> files = new HashMap<>();

    private final Map<Path, Durable> names = new HashMap<>();
    private final List<String> operations = new ArrayList<>();
    private long failing;
    private String message = "";
    private String failed = "";

    /// Lets the operation with a number fail, once.
    ///
    /// @param number counted from 1
    /// @param message such as `No space left on device`
    public synchronized void failAt(long number, String message) {
        failing = number;
        this.message = message;
    }

    /// The operations so far, such as `write 000001`.
    public synchronized List<String> operations() {
        return List.copyOf(operations);
    }

    /// The operation that failed; empty where none has.
    public synchronized String failed() {
        return failed;
    }

    private synchronized boolean fails(String operation, Path path) {
        operations.add(operation + " " + path.getFileName());
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
    /// @param random decides which files are there as they are now; null for none
    public synchronized void powerCut(Path from, Path to, @Nullable RandomGenerator random)
            throws IOException {
        for (Map.Entry<Path, Durable> e : names.entrySet()) {
            Path target = to.resolve(from.relativize(e.getKey()).toString());
            Files.createDirectories(target.getParent());
            boolean now = random != null && random.nextBoolean() && Files.exists(e.getKey());
            Files.write(
                    target,
                    now ? withoutHole(Files.readAllBytes(e.getKey())) : e.getValue().content);
        }
    }

    @Override
    public StoreFile create(Path file) throws IOException {
        count("create", file);
        StoreFile created = real.create(file);
        Durable durable = new Durable();
        synchronized (this) {
            files.put(file, durable);
        }
        return new FaultyFile(file, created, durable);
    }

    @Override
    public StoreFile open(Path file) throws IOException {
        StoreFile opened = real.open(file);
        Durable durable;
        synchronized (this) {
            durable = files.get(file);
            if (durable == null) {
                // It was there before this store: it is durable.
                durable = new Durable();
                durable.content = Files.readAllBytes(file);
                files.put(file, durable);
                names.put(file, durable);
            }
        }
        return new FaultyFile(file, opened, durable);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        count("rename", from);
        real.rename(from, to);
        synchronized (this) {
            Durable moved = files.remove(from);
            if (moved != null) {
                files.put(to, moved);
            }
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        count("delete", file);
        real.delete(file);
        synchronized (this) {
            files.remove(file);
        }
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        count("mkdir", directory);
        real.createDirectories(directory);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        count("sync of directory", directory);
        real.forceDirectory(directory);
        synchronized (this) {
            names.keySet().removeIf(path -> directory.equals(path.getParent()));
            files.forEach(
                    (path, durable) -> {
                        if (directory.equals(path.getParent())) {
                            names.put(path, durable);
                        }
                    });
        }
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        return real.list(directory);
    }

    @Override
    public long size(Path file) throws IOException {
        return real.size(file);
    }

    @Override
    public AutoCloseable lock(Path file) throws IOException {
        return real.lock(file);
    }

    /// A large file without the zeros at its end, which only take time.
    private static byte[] withoutHole(byte[] content) {
        int end = content.length;
        while (content.length > LARGE && end > BLOCK && content[end - 1] == 0) {
            end--;
        }
        int blocks = (end + BLOCK - 1) / BLOCK;
        return Arrays.copyOf(content, Math.min(content.length, blocks * BLOCK));
    }

    private final class FaultyFile implements StoreFile {
        private final Path path;
        private final StoreFile file;
        private final Durable durable;

        FaultyFile(Path path, StoreFile file, Durable durable) {
            this.path = path;
            this.file = file;
            this.durable = durable;
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
            file.write(position, src, offset, length);
            if (position == 0) {
                durable.forgotten = false; // all of it is being written again
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
                durable.forgotten = true;
                throw failure();
            }
            if (!durable.forgotten) {
                byte[] content = new byte[(int) file.size()];
                file.read(0, content, 0, content.length);
                durable.content = withoutHole(content);
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
