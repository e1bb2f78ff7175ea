package io.narthex.server.cli;

/// Gives memory back when samples have left it: G1 by itself keeps what a burst needed until its
/// next cycle, and half-empty regions longer still.
///
/// A small heap is collected whole, which takes some 100 ms, once in two hours of a usual life. A
/// large one would stand still for too long; there the collector's own, slower ways have to do.
///
/// Thread safety: stateless.
final class SmallHeap {
    private static final long SMALL_BYTES = 128L << 20;

    private SmallHeap() {}

    static void compact() {
        Runtime runtime = Runtime.getRuntime();
        if (runtime.totalMemory() - runtime.freeMemory() <= SMALL_BYTES) {
            runtime.gc();
        }
    }
}
