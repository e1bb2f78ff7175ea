package io.narthex.testkit;

import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Reproducible randomness: each run of a property names its seed, and one seed can be replayed
/// with `-Dnarthex.seed=N`. `-Psoak` tries many times as many seeds.
///
/// Thread safety: stateless.
public final class Seeds {
    private static final int FACTOR = Integer.getInteger("narthex.seeds.factor", 1);

    private Seeds() {}

    /// A generator that gives the same numbers for the same seed on every JVM.
    public static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /// Runs a property for seeds `0 … runs-1`, or for the one of `-Dnarthex.seed`.
    ///
    /// @param runs how many; with `-Dnarthex.seeds.factor=N` N times as many
    /// @throws AssertionError if the property failed; the message names the seed
    public static void forEach(int runs, LongConsumer property) {
        Long only = Long.getLong("narthex.seed");
        long first = only == null ? 0 : only;
        long last = only == null ? (long) runs * FACTOR - 1 : only;
        for (long seed = first; seed <= last; seed++) {
            try {
                property.accept(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "seed " + seed + " (replay: -Dnarthex.seed=" + seed + ")", e);
            }
        }
    }
}
