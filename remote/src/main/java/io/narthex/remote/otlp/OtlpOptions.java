package io.narthex.remote.otlp;

import java.time.Duration;

/// Limits and features of the receiver.
///
/// @param maxDecodedBytes largest body after decompression
/// @param maxConcurrent requests handled at the same time; others wait
/// @param lookback how far queries look back: `target_info` gets a sample twice as often
/// @param features what it does beyond storing samples
///
/// Thread safety: immutable.
public record OtlpOptions(
        int maxDecodedBytes, int maxConcurrent, Duration lookback, OtlpFeatures features) {
    /// 32 MiB, as Prometheus has it; no features.
    public static final OtlpOptions DEFAULTS =
            new OtlpOptions(
                    32 << 20,
                    Math.max(2, Runtime.getRuntime().availableProcessors()),
                    Duration.ofMinutes(5),
                    OtlpFeatures.NONE);

    /// @throws IllegalArgumentException if a limit is not positive
    public OtlpOptions {
        if (maxDecodedBytes <= 0 || maxConcurrent <= 0 || !lookback.isPositive()) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /// The same limits with other features.
    public OtlpOptions with(Duration lookbackDelta, OtlpFeatures others) {
        return new OtlpOptions(maxDecodedBytes, maxConcurrent, lookbackDelta, others);
    }
}
