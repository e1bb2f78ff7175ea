package io.narthex.tsdb.pressure;

import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.StoreFile;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/// A file whose only purpose is to be deleted when the disk is full: then there is room for the log
/// and a checkpoint. Its bytes are random, as some file systems make nothing of zeros.
///
/// A file of that name that does not begin as this one does is somebody else's and left alone.
///
/// Thread safety: for one thread at a time.
final class ReserveFile {
    /// In the data directory.
    static final String NAME = "reserve";

    private static final byte[] START =
            "This file of Narthex keeps disk space in reserve; it may be deleted.\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private static final int CHUNK = 1 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(ReserveFile.class);

    private final FileStore files;
    private final Path path;
    private long size;
    private boolean isForeign;
    private boolean exists;

    /// @param size in bytes, at first; 0 for no such file
    ReserveFile(FileStore files, Path directory, long size) {
        this.files = files;
        this.path = directory.resolve(NAME);
        this.size = size == 0 ? 0 : Math.max(size, START.length);
    }

    /// Looks what an earlier process left. Its size is taken over; outside of the limits the
    /// file is deleted.
    void find(long least, long most) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        isForeign = !isOurs();
        if (isForeign) {
            LOG.warn("{} is no reserve of this store and left alone; so there is none", path);
            return;
        }
        exists = true;
        long found = files.size(path);
        if (found < least || found > most) {
            release();
        } else {
            size = found;
        }
    }

    private boolean isOurs() throws IOException {
        byte[] start = new byte[START.length];
        try (StoreFile file = files.open(path)) {
            if (file.size() < start.length) {
                return false;
            }
            file.read(0, start, 0, start.length);
        }
        return Arrays.equals(start, START);
    }

    /// The bytes that are there.
    long bytes() {
        return exists ? size : 0;
    }

    /// The bytes that are there, or should be.
    long size() {
        return size;
    }

    /// Makes it larger or smaller.
    ///
    /// @throws IOException if there is not enough space; then it is as it was
    void resize(long bytes) throws IOException {
        if (exists) {
            try (StoreFile file = files.open(path)) {
                grow(file, bytes);
            }
        }
        size = bytes;
    }

    private void grow(StoreFile file, long bytes) throws IOException {
        boolean whole = false;
        try {
            fill(file, size, bytes);
            whole = true;
        } finally {
            file.resize(whole ? bytes : size);
        }
    }

    /// Whether there is none, and should be one.
    boolean isMissing() {
        return size > 0 && !exists && !isForeign;
    }

    /// Gives the space back.
    ///
    /// @return whether there was any to give
    boolean release() throws IOException {
        if (!exists) {
            return false;
        }
        files.delete(path);
        exists = false;
        return true;
    }

    /// Takes the space.
    ///
    /// @throws IOException if there is not enough; then none is taken
    void make() throws IOException {
        exists = true;
        boolean whole = false;
        try (StoreFile file = files.create(path)) {
            fill(file, 0, size);
            whole = true;
        } finally {
            if (!whole) {
                release();
            }
        }
    }

    private static void fill(StoreFile file, long from, long to) throws IOException {
        SplittableRandom random = new SplittableRandom();
        byte[] chunk = new byte[Math.clamp(to - from, 0, CHUNK)];
        for (long at = from; at < to; at += chunk.length) {
            random.nextBytes(chunk);
            if (at == 0) {
                System.arraycopy(START, 0, chunk, 0, START.length);
            }
            file.write(at, chunk, 0, (int) Math.min(chunk.length, to - at));
        }
    }
}
