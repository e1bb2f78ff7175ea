package io.narthex.tsdb.head;

import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.chunk.OpenBlockState;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// The state of all series, one array per field, indexed by slot. An object per series would cost
/// its header and a cache miss per append.
///
/// Thread safety: guarded by the commit lock, but for [#idOf], whose array may be read by anybody
/// as a first guess.
final class SeriesColumns {
    /// The reference of the series that has the slot, 0 for a free slot.
    volatile long[] idOf = new long[64];

    /// Samples ever stored, and those that retention took away.
    long[] total = new long[64];

    long[] dropped = new long[64];

    /// Time and bits of the newest sample; `Long.MIN_VALUE` where there was none yet.
    long[] lastTime = new long[64];

    long[] lastBits = new long[64];
    long[] delta = new long[64];
    long[] mantissa = new long[64];
    byte[] exponent = new byte[64];
    byte[] mode = new byte[64];
    byte[] openCount = new byte[64];
    short[] openBytes = new short[64];
    int[] openOffset = new int[64];

    /// Time of the first sample of the open block.
    long[] openMint = new long[64];

    /// The open block's region class, -1 where there is none.
    byte[] openClass = filled(new byte[64]);

    byte[] @Nullable [] openPage = new byte[64][];

    /// The sealed chunks, as [ChunkList] reads them with [#pages].
    byte[] @Nullable [] chunks = new byte[64][];

    final PageTable pages = new PageTable();
    private final ChunkPacker packer = new ChunkPacker();
    private long chunkMemory;

    /// Number of the newest appender that resolved the series: it may still be about to fill it.
    long[] claimedBy = new long[64];

    private int[] generation = new int[64];

    /// References of up to this generation may have been given in an earlier life of the store.
    private int oldGenerations;

    private int newestGeneration;
    private int slots;
    private int[] free = new int[16];
    private int freeCount;

    private static byte[] filled(byte[] bytes) {
        Arrays.fill(bytes, (byte) -1);
        return bytes;
    }

    /// Whether a reference names a series; anybody may ask, without a lock for a first guess.
    boolean has(long ref) {
        long[] ids = idOf;
        int slot = (int) ref;
        return ref > 0 && slot >= 0 && slot < ids.length && ids[slot] == ref;
    }

    /// Gives a new series a slot; returns its reference, `(generation << 32) | slot`.
    long allocate(long claimer) {
        int slot = freeCount > 0 ? free[--freeCount] : slots++;
        if (slot == idOf.length) {
            grow(slot * 2);
        }
        generation[slot] = Math.max(generation[slot], oldGenerations) + 1;
        long ref = ((long) generation[slot] << 32) | slot;
        occupy(slot, ref);
        claimedBy[slot] = claimer;
        return ref;
    }

    private void occupy(int slot, long ref) {
        long[] ids = idOf;
        ids[slot] = ref;
        idOf = ids;
        total[slot] = 0;
        dropped[slot] = 0;
        lastTime[slot] = Long.MIN_VALUE;
        newestGeneration = Math.max(newestGeneration, generation[slot]);
    }

    /// Gives a series the free slot that its reference names. Until [#restored] no other slot may
    /// be asked for.
    void restore(long ref) {
        int slot = (int) ref;
        while (slot >= idOf.length) {
            grow(idOf.length * 2);
        }
        slots = Math.max(slots, slot + 1);
        generation[slot] = (int) (ref >>> 32);
        occupy(slot, ref);
    }

    /// Ends restoring: slots without a series are free.
    ///
    /// @param generations references of up to this generation were given before
    void restored(long generations) {
        oldGenerations = (int) Math.max(generations, newestGeneration);
        newestGeneration = oldGenerations;
        freeCount = 0;
        for (int slot = slots - 1; slot >= 0; slot--) {
            if (idOf[slot] == 0) {
                free(slot);
            }
        }
    }

    /// The highest generation of a reference ever given.
    int newestGeneration() {
        return newestGeneration;
    }

    /// What a checkpoint needs of some slots, as it is now; the first of them becomes 0.
    SeriesColumns copy(int from, int to) {
        SeriesColumns c = new SeriesColumns();
        c.slots = to - from;
        c.idOf = Arrays.copyOfRange(idOf, from, to);
        c.total = Arrays.copyOfRange(total, from, to);
        c.lastTime = Arrays.copyOfRange(lastTime, from, to);
        c.lastBits = Arrays.copyOfRange(lastBits, from, to);
        c.delta = Arrays.copyOfRange(delta, from, to);
        c.mantissa = Arrays.copyOfRange(mantissa, from, to);
        c.exponent = Arrays.copyOfRange(exponent, from, to);
        c.mode = Arrays.copyOfRange(mode, from, to);
        c.openCount = Arrays.copyOfRange(openCount, from, to);
        c.openBytes = Arrays.copyOfRange(openBytes, from, to);
        c.openOffset = Arrays.copyOfRange(openOffset, from, to);
        c.openMint = Arrays.copyOfRange(openMint, from, to);
        c.openPage = Arrays.copyOfRange(openPage, from, to);
        return c;
    }

    /// Frees the slot of a series without samples; its reference is never given again.
    void release(int slot) {
        long[] ids = idOf;
        ids[slot] = 0;
        idOf = ids;
        setChunks(slot, null);
        free(slot);
    }

    private void free(int slot) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = slot;
    }

    /// One more than the highest slot ever used.
    int slots() {
        return slots;
    }

    /// @param newest the time of the newest sample in the open block
    void load(int slot, long newest, OpenBlockState s) {
        s.lastTime = newest;
        s.delta = delta[slot];
        s.mantissa = mantissa[slot];
        s.exponent = exponent[slot];
        s.mode = mode[slot];
        s.count = openCount[slot];
        s.byteLength = openBytes[slot];
    }

    void store(int slot, OpenBlockState s) {
        delta[slot] = s.delta;
        mantissa[slot] = s.mantissa;
        exponent[slot] = (byte) s.exponent;
        mode[slot] = (byte) s.mode;
        openCount[slot] = (byte) s.count;
        openBytes[slot] = (short) s.byteLength;
    }

    /// Adds the chunk that was just sealed.
    ///
    /// @param mint time of its first sample
    /// @param start index of that in the life of the series
    void addChunk(int slot, SealedPages sealed, ChunkEncoding encoding, long mint, long start) {
        addChunk(
                slot,
                pages.place(sealed.page(), sealed.offset()),
                sealed.length(),
                encoding,
                mint,
                start);
    }

    /// Adds a chunk at a place of [#pages].
    void addChunk(int slot, long place, int length, ChunkEncoding encoding, long mint, long start) {
        setChunks(slot, packer.add(chunks[slot], place, length, encoding, mint, start));
    }

    /// Forgets the oldest chunks of a series.
    void dropChunks(int slot, int n) {
        byte[] list = chunks[slot];
        if (list != null) {
            setChunks(slot, packer.withoutOldest(list, n));
        }
    }

    /// Lets the chunks of a series start later in its life; only before anybody reads.
    void shiftChunks(int slot, long by) {
        byte[] list = chunks[slot];
        if (list != null) {
            setChunks(slot, packer.shiftStarts(list, by));
        }
    }

    private void setChunks(int slot, byte @Nullable [] list) {
        chunkMemory += ChunkPacker.memory(list) - ChunkPacker.memory(chunks[slot]);
        chunks[slot] = list;
    }

    /// The heap that the lists of chunks take.
    long chunkMemory() {
        return chunkMemory;
    }

    /// Makes the open block one without samples.
    void clearOpenBlock(int slot) {
        openCount[slot] = 0;
        openBytes[slot] = 0;
        delta[slot] = 0;
        mantissa[slot] = 0;
        exponent[slot] = 0;
        mode[slot] = 0;
    }

    /// Whether the open block stores values as they are.
    boolean isRaw(int slot) {
        return mode[slot] == OpenBlockState.RAW;
    }

    private void grow(int length) {
        idOf = Arrays.copyOf(idOf, length);
        total = Arrays.copyOf(total, length);
        dropped = Arrays.copyOf(dropped, length);
        lastTime = Arrays.copyOf(lastTime, length);
        lastBits = Arrays.copyOf(lastBits, length);
        delta = Arrays.copyOf(delta, length);
        mantissa = Arrays.copyOf(mantissa, length);
        exponent = Arrays.copyOf(exponent, length);
        mode = Arrays.copyOf(mode, length);
        openCount = Arrays.copyOf(openCount, length);
        openBytes = Arrays.copyOf(openBytes, length);
        openOffset = Arrays.copyOf(openOffset, length);
        openMint = Arrays.copyOf(openMint, length);
        int old = openClass.length;
        openClass = Arrays.copyOf(openClass, length);
        Arrays.fill(openClass, old, length, (byte) -1);
        openPage = Arrays.copyOf(openPage, length);
        chunks = Arrays.copyOf(chunks, length);
        claimedBy = Arrays.copyOf(claimedBy, length);
        generation = Arrays.copyOf(generation, length);
    }
}
