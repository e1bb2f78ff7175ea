package io.narthex.server.cli;

import io.narthex.promql.EngineFeatures;
import io.narthex.promql.EngineOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Flags about queries.
final class QueryFlags {
    /// A query may take this part of the heap, at most.
    private static final int HEAP_SHARE = 4;

    /// All queries together may take so many eighths of it, results that are being sent included.
    private static final int TOTAL_EIGHTHS = 3;

    @Option(
            names = "--query.lookback-delta",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How far back a selector looks (default: 5m).")
    private Duration lookback = EngineOptions.DEFAULTS.lookback();

    @Option(
            names = "--query.timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Longest run of a query (default: 2m).")
    private Duration timeout = EngineOptions.DEFAULTS.timeout();

    @Option(
            names = "--query.max-concurrency",
            paramLabel = "N",
            description = "Queries that run at the same time (default: 20).")
    private int maxConcurrency = EngineOptions.DEFAULTS.maxConcurrent();

    @Option(
            names = "--query.max-samples",
            paramLabel = "N",
            description = "Samples that a query may hold (default: 50000000).")
    private long maxSamples = EngineOptions.DEFAULTS.maxSamples();

    @Option(
            names = "--query.max-bytes",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description =
                    "Memory that a query may hold, such as 512MB (default: a quarter of the"
                            + " heap, at most 1GB).")
    private @Nullable Long maxBytes;

    @Option(
            names = "--query.max-total-bytes",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description =
                    "Memory that all queries may hold together; beyond, large ones are refused with"
                            + " 503. Rules have their own (default: three eighths of the heap).")
    private @Nullable Long totalBytes;

    @Option(
            names = "--query.max-queued",
            paramLabel = "N",
            description =
                    "Queries that may wait for their turn; more are refused with 503 (default:"
                            + " 100).")
    private int maxQueued = 100;

    @Option(
            names = "--query.slow-log-threshold",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Log queries that take as long; 0s for none (default: 10s).")
    private Duration slowLogThreshold = Duration.ofSeconds(10);

    @Option(
            names = "--query.hints",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Tell of usual mistakes beside the answer, in its infos: counters read raw,"
                            + " scrapes counted, windows too short (default: true).")
    private boolean hints = true;

    @Option(
            names = "--query.disable-optimizer",
            paramLabel = "NAME",
            split = ",",
            converter = OptimizerName.class,
            description =
                    "Optimizers of query plans to switch off, by the names that"
                            + " `narthex query explain` shows.")
    private List<String> disabledOptimizers = List.of();

    boolean hints() {
        return hints;
    }

    Duration slowLogThreshold() {
        return slowLogThreshold;
    }

    private long totalBytes() {
        return totalBytes != null
                ? totalBytes
                : Runtime.getRuntime().maxMemory() / 8 * TOTAL_EIGHTHS;
    }

    private long maxBytes(EngineOptions defaults) {
        return maxBytes != null
                ? maxBytes
                : Math.min(defaults.maxBytes(), Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    EngineOptions options(EngineFeatures features) {
        EngineOptions defaults = EngineOptions.DEFAULTS;
        return new EngineOptions(
                lookback,
                timeout,
                maxSamples,
                maxBytes(defaults),
                totalBytes(),
                maxConcurrency,
                maxQueued,
                defaults.threads(),
                defaults.subqueryStep(),
                features,
                Set.copyOf(disabledOptimizers));
    }
}
