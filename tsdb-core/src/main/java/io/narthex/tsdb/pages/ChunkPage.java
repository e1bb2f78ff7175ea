package io.narthex.tsdb.pages;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A page of sealed chunks: in memory while it fills, in a mapped file later, at the same offsets.
///
/// A page lives as long as a chunk list or a reader refers to it; so does its part of the file's
/// mapping.
///
/// Thread safety: one thread at a time fills the page and counts its chunks. Whoever got the place
/// of a chunk in a way that orders it after its writing may [#copy] it at any time.
public final class ChunkPage {
    private volatile byte @Nullable [] memory;
    private volatile @Nullable MemorySegment file;

    /// Number of the page file and byte in it where the page is or will be.
    private final PagePosition place;

    private volatile int used;
    private int live;

    /// A page in memory that stays there.
    public ChunkPage(byte[] memory) {
        this(memory, PagePosition.NONE);
    }

    /// A page in memory that will move to a file.
    ChunkPage(byte[] memory, PagePosition place) {
        this.memory = memory;
        this.place = place;
    }

    /// A page that is in a file already.
    ChunkPage(MemorySegment file, PagePosition place, int used) {
        this.file = file;
        this.place = place;
        this.used = used;
    }

    PagePosition place() {
        return place;
    }

    /// The bytes that are written, in memory or file.
    public int used() {
        return used;
    }

    /// Tells that the bytes before `end` are written.
    public void used(int end) {
        used = end;
    }

    /// The page while it has not moved, else null.
    byte @Nullable [] memory() {
        return memory;
    }

    /// Copies a chunk to the start of an array.
    public void copy(int offset, int length, byte[] dst) {
        byte[] bytes = memory;
        if (bytes != null) {
            System.arraycopy(bytes, offset, dst, 0, length);
            return;
        }
        MemorySegment segment = file;
        if (segment == null) {
            throw new IllegalStateException("BUG: a page without bytes");
        }
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, dst, 0, length);
    }

    /// Reads the page from a file from now on, which holds the same bytes.
    void moveTo(MemorySegment segment) {
        file = segment;
        memory = null;
    }

    /// Counts a chunk in.
    public void chunkAdded() {
        live++;
    }

    /// Counts a chunk off.
    public void chunkDropped() {
        live--;
    }

    /// The number of chunks of the page that lists refer to.
    public int live() {
        return live;
    }
}
