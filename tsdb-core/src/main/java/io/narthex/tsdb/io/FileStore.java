package io.narthex.tsdb.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/// The file system, as far as the store needs it.
///
/// Every method may fail with an [IOException] and then has had no effect, or, where it writes,
/// part of it.
///
/// Thread safety: safe for concurrent calls.
public interface FileStore {
    /// The file system of this machine.
    static FileStore local() {
        return LocalFileStore.INSTANCE;
    }

    /// Creates an empty file and opens it.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException if there is one
    StoreFile create(Path file) throws IOException;

    /// Opens a file to read and write.
    ///
    /// @throws java.nio.file.NoSuchFileException if there is none
    StoreFile open(Path file) throws IOException;

    /// Maps a whole file, read-only.
    ///
    /// @param arena frees the mapping when it is closed; it may outlive the file
    /// @throws java.nio.file.NoSuchFileException if there is none
    MemorySegment map(Path file, Arena arena) throws IOException;

    /// Gives a file or a directory another name, in one step. A file takes the place of one that
    /// had the name.
    void rename(Path from, Path to) throws IOException;

    /// Gives a file a second name, on the same file system. A change made under one name is seen
    /// under the other; deleting one leaves the other.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException if something has the name
    void link(Path file, Path name) throws IOException;

    /// Deletes a file if it is there.
    void delete(Path file) throws IOException;

    /// Deletes a directory and all in it if it is there; of links, only the links.
    void deleteTree(Path directory) throws IOException;

    /// Creates a directory and those above it that are missing, durably.
    void createDirectories(Path directory) throws IOException;

    /// Makes the names in a directory durable.
    void forceDirectory(Path directory) throws IOException;

    /// The files in a directory, sorted by name; empty where there is no such directory.
    List<Path> list(Path directory) throws IOException;

    /// The directories in a directory, sorted by name; empty where there is no such directory.
    List<Path> directories(Path directory) throws IOException;

    /// The size of a file in bytes.
    long size(Path file) throws IOException;

    /// The bytes that files in a directory may still take.
    long usableSpace(Path directory) throws IOException;

    /// The size of the file system that a directory is on, in bytes.
    ///
    /// @throws IOException if nobody knows
    long totalSpace(Path directory) throws IOException;

    /// Writes a file durably, in place of one that had the name: a crash leaves the old or the new.
    default void replace(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        delete(temporary);
        write(temporary, content);
        rename(temporary, file);
        Path parent = file.getParent();
        if (parent != null) {
            forceDirectory(parent);
        }
    }

    /// Writes a new file; its content is durable then, its name when its directory is synced.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException if there is one
    default void write(Path file, byte[] content) throws IOException {
        try (StoreFile created = create(file)) {
            created.write(0, content, 0, content.length);
            created.force();
        }
    }

    /// Takes a lock that no other process and nobody else in this one can have; closing it gives it
    /// back. It ends with the process too.
    ///
    /// @throws IOException if somebody has it; the message says who, where that is known
    AutoCloseable lock(Path file) throws IOException;
}
