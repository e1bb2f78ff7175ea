package io.narthex.scrape.discover;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What all discoverers of a server count together.
///
/// Thread safety: safe for concurrent calls.
public final class DiscoveryCounters {
    private final LongAdder fileReadErrors = new LongAdder();
    private final LongAdder watcherErrors = new LongAdder();
    private final LongAdder httpFailures = new LongAdder();
    private final LongAdder lookups = new LongAdder();
    private final LongAdder lookupFailures = new LongAdder();
    private final Map<String, Long> fileTimes = new ConcurrentHashMap<>();

    /// The sums so far.
    ///
    /// @param fileReadErrors files that could not be read or understood
    /// @param watcherErrors folders whose changes are not noticed at once
    /// @param httpFailures requests without a usable answer
    /// @param lookups names looked up in DNS
    /// @param lookupFailures look-ups without an answer
    /// @param fileTimes when the files that were read last changed, in epoch milliseconds
    ///
    /// Thread safety: immutable.
    public record Sums(
            long fileReadErrors,
            long watcherErrors,
            long httpFailures,
            long lookups,
            long lookupFailures,
            Map<String, Long> fileTimes) {}

    void fileRead(Path file, long modifiedMillis) {
        fileTimes.put(file.toString(), modifiedMillis);
    }

    void fileGone(Path file) {
        fileTimes.remove(file.toString());
    }

    void fileFailed() {
        fileReadErrors.increment();
    }

    void watcherFailed() {
        watcherErrors.increment();
    }

    void httpFailed() {
        httpFailures.increment();
    }

    void lookedUp(boolean success) {
        lookups.increment();
        if (!success) {
            lookupFailures.increment();
        }
    }

    /// What was counted so far.
    public Sums sums() {
        return new Sums(
                fileReadErrors.sum(),
                watcherErrors.sum(),
                httpFailures.sum(),
                lookups.sum(),
                lookupFailures.sum(),
                new TreeMap<>(fileTimes));
    }
}
