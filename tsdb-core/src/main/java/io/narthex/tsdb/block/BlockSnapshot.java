package io.narthex.tsdb.block;

import io.narthex.tsdb.io.FileStore;

import java.io.IOException;
import java.nio.file.Path;

/// Makes a block appear in another directory too. Index and chunks never change, so they only get a
/// second name; what is deleted is copied as it is now, so that later deletions stay apart.
///
/// Thread safety: stateless.
public final class BlockSnapshot {
    private BlockSnapshot() {}

    /// Makes a block appear, durably and at once.
    ///
    /// @param block stays in its directory meanwhile
    /// @param data a directory on the same file system
    /// @throws IOException if that can't be done; nothing is left then, as far as possible
    public static void link(FileStore files, Block block, Path data) throws IOException {
        BlockMeta meta = block.meta();
        Path target = data.resolve(meta.ulid().toString());
        try {
            Path temporary = BlockFiles.create(files, target);
            Path chunks = temporary.resolve(ChunkSegments.DIRECTORY);
            files.createDirectories(chunks);
            for (Path file : files.list(block.directory().resolve(ChunkSegments.DIRECTORY))) {
                files.link(file, chunks.resolve(String.valueOf(file.getFileName())));
            }
            files.forceDirectory(chunks);
            files.link(
                    block.directory().resolve(BlockIndex.FILE), temporary.resolve(BlockIndex.FILE));
            files.write(temporary.resolve(Tombstones.FILE), block.tombstones().bytes());
            files.write(temporary.resolve(MetaFile.NAME), MetaFile.bytes(meta));
            BlockFiles.publish(files, temporary, target);
        } catch (IOException | RuntimeException | Error e) {
            BlockFiles.discard(files, target, e);
            throw e;
        }
    }
}
