package io.narthex.testkit;

import java.util.random.RandomGenerator;

/// Seeded start timestamps for tests of stores and encodings.
///
/// Thread safety: stateless.
public final class StartSequences {
    private StartSequences() {}

    /// Start timestamps of samples, of one of several kinds: none, that of a process, those of one
    /// that was started again, those of deltas, exact or not, arbitrary ones; 0 where not known.
    ///
    /// @param times of the samples, epoch milliseconds
    public static long[] of(RandomGenerator random, long[] times) {
        int kind = random.nextInt(8);
        long[] starts = new long[times.length];
        long start = times[0] - random.nextInt(1_000_000);
        for (int i = 0; i < times.length; i++) {
            long before = i == 0 ? times[0] - 15_000 : times[i - 1];
            if (random.nextInt(30) == 0) {
                start = before + random.nextInt(5);
            }
            starts[i] =
                    switch (kind) {
                        case 0, 1 -> 0;
                        case 2 -> times[0] - 60_000;
                        case 3 -> start;
                        case 4 -> before;
                        case 5 -> before + random.nextInt(3);
                        case 6 -> random.nextInt(10) == 0 ? random.nextLong() : start;
                        default -> random.nextInt(4) == 0 ? 0 : start;
                    };
        }
        return starts;
    }
}
