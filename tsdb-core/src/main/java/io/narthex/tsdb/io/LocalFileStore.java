package io.narthex.tsdb.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The file system of this machine.
///
/// Thread safety: stateless.
final class LocalFileStore implements FileStore {
    static final LocalFileStore INSTANCE = new LocalFileStore();

    private LocalFileStore() {}

    @Override
    public StoreFile create(Path file) throws IOException {
        Files.createFile(file);
        return new LocalFile(file);
    }

    @Override
    public StoreFile open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return new LocalFile(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void link(Path file, Path name) throws IOException {
        Files.createLink(name, file);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            createDirectories(parent);
        }
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
        if (parent != null) {
            forceDirectory(parent);
        }
    }

    @Override
    public MemorySegment map(Path file, Arena arena) throws IOException {
        return uninterrupted(
                file,
                channel -> channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        uninterrupted(
                directory,
                channel -> {
                    channel.force(true);
                    return channel;
                });
    }

    /// What is done with a channel.
    private interface Use<T> {
        T of(FileChannel channel) throws IOException;
    }

    /// Opens a file for one use, which an interrupt does not stop.
    private static <T> T uninterrupted(Path file, Use<T> use) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            return once(file, use);
        } catch (ClosedByInterruptException _) {
            // The channel was only for this call, so it can be made again.
            interrupted = Thread.interrupted();
            return once(file, use);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static <T> T once(Path file, Use<T> use) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return use.of(channel);
        }
    }

    @Override
    public long usableSpace(Path directory) throws IOException {
        long bytes = Files.getFileStore(directory).getUsableSpace();
        return bytes < 0 ? Long.MAX_VALUE : bytes;
    }

    @Override
    public long totalSpace(Path directory) throws IOException {
        long bytes = Files.getFileStore(directory).getTotalSpace();
        if (bytes <= 0) {
            throw new IOException("the size of the file system of " + directory + " is not known");
        }
        return bytes;
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        return sorted(directory, Files::isRegularFile);
    }

    @Override
    public List<Path> directories(Path directory) throws IOException {
        return sorted(directory, Files::isDirectory);
    }

    private static List<Path> sorted(Path directory, Predicate<Path> kind) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(kind).sorted().toList();
        }
    }

    @Override
    public long size(Path file) throws IOException {
        return Files.size(file);
    }

    @Override
    public AutoCloseable lock(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new IOException(file + " is locked by " + holder(file));
            }
            channel.truncate(0);
            channel.write(
                    StandardCharsets.US_ASCII.encode(Long.toString(ProcessHandle.current().pid())));
            return channel;
        } catch (OverlappingFileLockException _) {
            channel.close();
            throw new IOException(file + " is locked by this process");
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static String holder(Path file) throws IOException {
        String pid = Files.readString(file).strip();
        return pid.isEmpty() ? "another process" : "process " + pid;
    }
}
