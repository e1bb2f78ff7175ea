package io.narthex.tsdb.io;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file of this machine. A [FileChannel] would be closed by an interrupt of any thread that
/// writes, so it is used for mapping only.
///
/// Thread safety: as [StoreFile] says.
final class LocalFile implements StoreFile {
    private final Path path;
    private final RandomAccessFile file;

    LocalFile(Path path) throws IOException {
        this.path = path;
        this.file = new RandomAccessFile(path.toFile(), "rw");
    }

    @Override
    public long size() throws IOException {
        return file.length();
    }

    @Override
    public void write(long position, byte[] src, int offset, int length) throws IOException {
        file.seek(position);
        file.write(src, offset, length);
    }

    @Override
    public void read(long position, byte[] dst, int offset, int length) throws IOException {
        file.seek(position);
        file.readFully(dst, offset, length);
    }

    @Override
    public void resize(long size) throws IOException {
        file.setLength(size);
    }

    @Override
    public void force() throws IOException {
        file.getFD().sync();
    }

    /// The collector unmaps it: a reader may still be in a file that retention has deleted.
    @Override
    public MemorySegment map(long size) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, size, Arena.ofAuto());
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
