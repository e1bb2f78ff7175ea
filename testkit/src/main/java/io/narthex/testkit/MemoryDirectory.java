package io.narthex.testkit;

import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A temporary directory in memory, where the machine has such a file system with enough room:
/// thousands of small files are written, and none of them needs a disk. A module chooses it for all
/// its tests in `junit-platform.properties`.
///
/// Thread safety: stateless.
public final class MemoryDirectory implements TempDirFactory {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long ROOM_BYTES = 1L << 30;

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension)
            throws IOException {
        boolean room =
                Files.isWritable(MEMORY)
                        && Files.getFileStore(MEMORY).getUsableSpace() > ROOM_BYTES;
        return room
                ? Files.createTempDirectory(MEMORY, "narthex")
                : Files.createTempDirectory("narthex");
    }
}
