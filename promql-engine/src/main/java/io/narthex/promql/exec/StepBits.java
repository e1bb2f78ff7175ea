package io.narthex.promql.exec;

import org.jspecify.annotations.Nullable;

/// Sets of steps of one tile by some number, each made when its first step comes, charged to the
/// query's budget until [#close].
///
/// Thread safety: for one worker.
final class StepBits implements AutoCloseable {
    private final long[] @Nullable [] bits;
    private final int words;
    private final ByteBudget budget;
    private long charged;

    /// @param size how many sets there may be
    StepBits(int size, int words, ByteBudget budget) {
        this.bits = new long[size][];
        this.words = words;
        this.budget = budget;
    }

    /// A set, or null where nothing was added to it.
    long @Nullable [] at(int i) {
        return bits[i];
    }

    /// Adds steps to a set, and to `twice` those that were there before.
    void add(int i, long[] steps, long @Nullable [] twice) {
        long[] into = bits[i];
        if (into == null) {
            into = create(i);
        }
        for (int w = 0; w < words; w++) {
            if (twice != null) {
                twice[w] |= into[w] & steps[w];
            }
            into[w] |= steps[w];
        }
    }

    private long[] create(int i) {
        long size = 8L * words + 16;
        budget.charge(size);
        charged += size;
        long[] made = new long[words];
        bits[i] = made;
        return made;
    }

    @Override
    public void close() {
        budget.release(charged);
        charged = 0;
    }
}
