package io.narthex.tsdb.io;

import java.io.IOException;
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

    /// Gives a file another name, in one step, replacing the file that had it.
    void rename(Path from, Path to) throws IOException;

    /// Deletes a file if it is there.
    void delete(Path file) throws IOException;

    /// Creates a directory and those above it that are missing.
    void createDirectories(Path directory) throws IOException;

    /// Makes the names in a directory durable.
    void forceDirectory(Path directory) throws IOException;

    /// The files in a directory, sorted by name; empty where there is no such directory.
    List<Path> list(Path directory) throws IOException;

    /// The size of a file in bytes.
    long size(Path file) throws IOException;

    /// Takes a lock that no other process and nobody else in this one can have; closing it gives it
    /// back. It ends with the process too.
    ///
    /// @throws IOException if somebody has it; the message says who, where that is known
    AutoCloseable lock(Path file) throws IOException;
}
