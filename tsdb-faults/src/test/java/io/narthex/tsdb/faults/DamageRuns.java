package io.narthex.tsdb.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.narthex.testkit.Directories;
import io.narthex.testkit.Seeds;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// Copies a sound store again and again, damages one file of each copy, and tries what becomes of
/// it: within bounds of time and memory.
///
/// Thread safety: for one thread.
final class DamageRuns {
    static final int RUNS = Integer.getInteger("narthex.damage.runs", 150);

    private static final Duration NO_HANG = Duration.ofMinutes(1);

    /// Far more than the five megabytes that a sound store takes, far less than any wrong length.
    private static final long MOST_BYTES = 256L << 20;

    /// Damages a file's bytes.
    interface Harm {
        byte[] of(Path file, byte[] bytes, RandomGenerator r);
    }

    /// What is tried with a damaged store.
    interface Trial {
        /// @param file the damaged one
        /// @param sound what it held before
        /// @param damaged what it holds now
        void of(Path directory, Path file, byte[] sound, byte[] damaged) throws IOException;
    }

    /// The files of a store that may be damaged.
    interface Choice {
        /// Returns those that are not empty, in a fixed order.
        List<Path> in(Path directory) throws IOException;
    }

    private final Path sound;
    private final Path copy;
    private final Choice choice;

    /// @param sound the store
    DamageRuns(Path sound, Choice choice) {
        this.sound = sound;
        this.copy = sound.resolveSibling("copy");
        this.choice = choice;
    }

    /// Repeats a class's runs.
    static String command(Class<?> test) {
        return "mvn -pl tsdb-faults -am test -Dtest="
                + test.getSimpleName()
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dnarthex.damage.runs="
                + RUNS;
    }

    /// Returns the seed of the first run; those of the others follow.
    long run(Harm harm, Trial trial) {
        long first = Long.getLong("narthex.damage.seed", System.nanoTime());
        System.out.println(RUNS + " damaged files, seed " + first);
        for (int i = 0; i < RUNS; i++) {
            long seed = first + i;
            assertTimeoutPreemptively(NO_HANG, () -> one(seed, harm, trial), () -> "seed " + seed);
        }
        return first;
    }

    private void one(long seed, Harm harm, Trial trial) throws IOException {
        RandomGenerator r = Seeds.random(seed);
        Directories.copy(sound, copy);
        try {
            List<Path> files = choice.in(copy);
            Path file = files.get(r.nextInt(files.size()));
            byte[] bytes = Files.readAllBytes(file);
            byte[] damaged = harm.of(file, bytes, r);
            Files.write(file, damaged);
            long before = allocatedBytes();
            trial.of(copy, file, bytes, damaged);
            assertThat(allocatedBytes() - before).as("bytes allocated").isLessThan(MOST_BYTES);
        } catch (AssertionError | RuntimeException | OutOfMemoryError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        } finally {
            Directories.delete(copy);
        }
    }

    private static long allocatedBytes() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.ThreadMXBean.class)
                .getCurrentThreadAllocatedBytes();
    }
}
