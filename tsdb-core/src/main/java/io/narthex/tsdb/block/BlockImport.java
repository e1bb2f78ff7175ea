package io.narthex.tsdb.block;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Takes a block of another data directory over: its files are copied as they are, durably, and
/// appear under the block's name at once.
///
/// Thread safety: stateless.
public final class BlockImport {
    private static final int STEP_BYTES = 1 << 20;

    private BlockImport() {}

    /// Copies a block.
    ///
    /// @param source a block's directory, which nobody changes meanwhile
    /// @param data the directory of all blocks
    /// @return false where a block of this name is there already; then nothing is done
    /// @throws IOException if the copy can't be written; nothing is left then, as far as possible
    public static boolean copy(Path source, Path data) throws IOException {
        String name = String.valueOf(source.getFileName());
        Path target = data.resolve(name);
        if (Files.exists(target)) {
            return false;
        }
        Files.createDirectories(data);
        Path temporary = data.resolve(name + BlockFiles.CREATING);
        BlockFiles.deleteTree(temporary);
        boolean done = false;
        try {
            Files.createDirectory(temporary);
            Path chunks = Files.createDirectory(temporary.resolve(ChunkSegments.DIRECTORY));
            for (Path file : files(source.resolve(ChunkSegments.DIRECTORY))) {
                copyFile(file, chunks.resolve(String.valueOf(file.getFileName())));
            }
            for (String file : List.of(MetaFile.NAME, BlockIndex.FILE, Tombstones.FILE)) {
                if (Files.exists(source.resolve(file))) {
                    copyFile(source.resolve(file), temporary.resolve(file));
                }
            }
            BlockFiles.forceDirectory(chunks);
            BlockFiles.forceDirectory(temporary);
            BlockFiles.rename(temporary, target);
            done = true;
            return true;
        } finally {
            if (!done) {
                BlockFiles.deleteTree(temporary);
            }
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void copyFile(Path from, Path to) throws IOException {
        byte[] buffer = new byte[STEP_BYTES];
        try (InputStream in = Files.newInputStream(from);
                OutputFile out = new OutputFile(to)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
            out.force();
        }
    }
}
