package io.narthex.tsdb.block;

import io.narthex.tsdb.io.FileStore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Takes a block of another data directory over: its files are copied as they are, durably, and
/// appear under the block's name at once.
///
/// Thread safety: stateless.
public final class BlockImport {
    private static final int STEP_BYTES = 1 << 20;

    private BlockImport() {}

    /// Copies a block.
    ///
    /// @param files where the copy goes
    /// @param source a block's directory, which nobody changes meanwhile
    /// @param data the directory of all blocks
    /// @return false where a block of this name is there already; then nothing is done
    /// @throws IOException if the copy can't be written; nothing is left then, as far as possible
    public static boolean copy(FileStore files, Path source, Path data) throws IOException {
        Path block = data.resolve(String.valueOf(source.getFileName()));
        if (BlockFiles.exists(files, block)) {
            return false;
        }
        try {
            Path temporary = BlockFiles.create(files, block);
            for (String file : List.of(MetaFile.NAME, BlockIndex.FILE, Tombstones.FILE)) {
                if (Files.exists(source.resolve(file))) {
                    copyFile(source.resolve(file), files, temporary.resolve(file));
                }
            }
            Path chunks = temporary.resolve(ChunkSegments.DIRECTORY);
            files.createDirectories(chunks);
            for (Path file : files.list(source.resolve(ChunkSegments.DIRECTORY))) {
                copyFile(file, files, chunks.resolve(String.valueOf(file.getFileName())));
            }
            files.forceDirectory(chunks);
            BlockFiles.publish(files, temporary, block);
            return true;
        } catch (IOException | RuntimeException | Error e) {
            BlockFiles.discard(files, block, e);
            throw e;
        }
    }

    private static void copyFile(Path from, FileStore files, Path to) throws IOException {
        byte[] buffer = new byte[STEP_BYTES];
        try (InputStream in = Files.newInputStream(from);
                OutputFile out = new OutputFile(files, to)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
            out.force();
        }
    }
}
