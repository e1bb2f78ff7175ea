package io.narthex.tsdb.block;

import io.narthex.tsdb.io.FileStore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The directories of blocks: they appear and disappear as a whole.
///
/// Thread safety: stateless.
final class BlockFiles {
    /// What a directory's name ends with while its block is written, as in Prometheus.
    private static final String CREATING = ".tmp-for-creation";

    /// What a directory's name ends with while its block is deleted, as in Prometheus.
    private static final String DELETING = ".tmp-for-deletion";

    private BlockFiles() {}

    /// Makes an empty directory to write a block into.
    ///
    /// @param block the directory that it will be
    static Path create(FileStore files, Path block) throws IOException {
        Path temporary = renamed(block, CREATING);
        files.deleteTree(temporary);
        files.createDirectories(temporary);
        return temporary;
    }

    /// Gives a directory, in which all is durable but its own entries, its block's name, durably.
    ///
    /// @throws IOException if that failed; then there is no such block, as far as that can be done
    static void publish(FileStore files, Path temporary, Path block) throws IOException {
        files.forceDirectory(temporary);
        files.rename(temporary, block);
        try {
            files.forceDirectory(parent(block));
        } catch (IOException e) {
            try {
                delete(files, block);
            } catch (IOException more) {
                e.addSuppressed(more);
            }
            throw e;
        }
    }

    /// Deletes what there is of a block that was not published.
    ///
    /// @param failure the reason, which is told if this fails too
    static void discard(FileStore files, Path block, Throwable failure) {
        try {
            files.deleteTree(renamed(block, CREATING));
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /// Deletes a block's directory, so that a crash never leaves half of it under its name, or a
    /// leftover. May be called again where it failed.
    static void delete(FileStore files, Path directory) throws IOException {
        if (isLeftover(directory)) {
            files.deleteTree(directory);
            return;
        }
        Path doomed = renamed(directory, DELETING);
        if (exists(files, directory)) {
            files.deleteTree(doomed);
            files.rename(directory, doomed);
        }
        files.forceDirectory(parent(directory));
        files.deleteTree(doomed);
    }

    /// Whether there is such a directory.
    static boolean exists(FileStore files, Path block) throws IOException {
        return files.directories(parent(block)).contains(block);
    }

    /// Whether a directory is what a crash left of a block.
    static boolean isLeftover(Path directory) {
        String name = String.valueOf(directory.getFileName());
        for (String suffix : List.of(CREATING, DELETING)) {
            if (name.endsWith(suffix)
                    && Ulid.isUlid(name.substring(0, name.length() - suffix.length()))) {
                return true;
            }
        }
        return false;
    }

    private static Path renamed(Path block, String suffix) {
        return block.resolveSibling(block.getFileName() + suffix);
    }

    private static Path parent(Path block) {
        Path parent = block.getParent();
        return parent == null ? Path.of("") : parent;
    }
}
