package io.narthex.scrape.discover;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What all discoverers of a server count together.
///
/// Thread safety: safe for concurrent calls.
public final class DiscoveryCounters {
    /// Upper bounds of the buckets of [Times], in seconds, as Prometheus has them.
    public static final List<Double> BOUNDS = List.of(0.01, 0.1, 1.0, 10.0);

    private final LongAdder fileReadErrors = new LongAdder();
    private final LongAdder watcherErrors = new LongAdder();
    private final LongAdder httpFailures = new LongAdder();
    private final LongAdder lookups = new LongAdder();
    private final LongAdder lookupFailures = new LongAdder();
    private final Map<String, Long> fileTimes = new ConcurrentHashMap<>();
    private final Durations fileScans = new Durations();
    private final Map<String, Durations> refreshes = new ConcurrentHashMap<>();

    /// How long something took.
    ///
    /// @param counts how often, by [#BOUNDS] and beyond, each bucket by itself
    /// @param seconds all together
    ///
    /// Thread safety: immutable.
    public record Times(List<Long> counts, double seconds) {
        /// How often it was done.
        public long count() {
            return counts.stream().mapToLong(Long::longValue).sum();
        }
    }

    /// The sums so far.
    ///
    /// @param fileReadErrors files that could not be read or understood
    /// @param watcherErrors folders whose changes are not noticed at once
    /// @param httpFailures requests without a usable answer
    /// @param lookups names looked up in DNS
    /// @param lookupFailures look-ups without an answer
    /// @param fileTimes when the files that were read last changed, in epoch milliseconds
    /// @param fileScans reading all files of a source
    /// @param refreshes asking sources, by their mechanism
    ///
    /// Thread safety: immutable.
    public record Sums(
            long fileReadErrors,
            long watcherErrors,
            long httpFailures,
            long lookups,
            long lookupFailures,
            Map<String, Long> fileTimes,
            Times fileScans,
            Map<String, Times> refreshes) {}

    void fileRead(Path file, long modifiedMillis) {
        fileTimes.put(file.toString(), modifiedMillis);
    }

    void filesScanned(long nanos) {
        fileScans.add(nanos);
    }

    void refreshed(String mechanism, long nanos) {
        refreshes.computeIfAbsent(mechanism, _ -> new Durations()).add(nanos);
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
        Map<String, Times> byMechanism = new TreeMap<>();
        refreshes.forEach((mechanism, all) -> byMechanism.put(mechanism, all.times()));
        return new Sums(
                fileReadErrors.sum(),
                watcherErrors.sum(),
                httpFailures.sum(),
                lookups.sum(),
                lookupFailures.sum(),
                new TreeMap<>(fileTimes),
                fileScans.times(),
                byMechanism);
    }
}
