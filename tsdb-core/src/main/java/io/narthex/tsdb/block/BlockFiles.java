package io.narthex.tsdb.block;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Files and directories of blocks: changed so that a crash leaves the old or the new.
///
/// Thread safety: stateless.
final class BlockFiles {
    /// What a directory's name ends with while its block is written, as in Prometheus.
    static final String CREATING = ".tmp-for-creation";

    /// What a directory's name ends with while its block is deleted, as in Prometheus.
    static final String DELETING = ".tmp-for-deletion";

    private BlockFiles() {}

    /// Writes a file durably under another name and gives it its own.
    static void replace(Path path, byte[] bytes) throws IOException {
        Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        write(temporary, bytes);
        rename(temporary, path);
    }

    /// Writes a new file durably.
    static void write(Path path, byte[] bytes) throws IOException {
        try (OutputFile out = new OutputFile(path)) {
            out.write(bytes, 0, bytes.length);
            out.force();
        }
    }

    /// Renames durably, replacing what had the name.
    static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        Path parent = to.getParent();
        if (parent != null) {
            forceDirectory(parent);
        }
    }

    /// Makes the names in a directory durable.
    static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Deletes a block's directory, so that a crash never leaves half of it under its name.
    static void deleteBlock(Path directory) throws IOException {
        Path doomed = directory.resolveSibling(directory.getFileName() + DELETING);
        deleteTree(doomed);
        rename(directory, doomed);
        deleteTree(doomed);
    }

    /// Deletes a directory and all in it; nothing where there is none.
    static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
