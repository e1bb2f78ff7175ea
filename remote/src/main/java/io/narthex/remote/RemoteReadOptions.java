package io.narthex.remote;

/// Limits of remote read.
///
/// @param maxSamples samples that one query may give in an answer of samples; 0 for no limit
/// @param maxConcurrent requests answered at the same time, others wait; 0 for no limit
/// @param maxFrameBytes the length of a frame of a stream, which is longer only where a series'
///     labels and one chunk are
/// @param maxAnswerBytes the length of an answer of samples, which is in memory as a whole
///
/// Thread safety: immutable.
public record RemoteReadOptions(
        int maxSamples, int maxConcurrent, int maxFrameBytes, int maxAnswerBytes) {
    private static final int HEAP_SHARE = 16;

    /// Prometheus' limits, and answers of samples up to a sixteenth of the heap.
    public static final RemoteReadOptions DEFAULTS =
            new RemoteReadOptions(
                    50_000_000,
                    10,
                    1 << 20,
                    (int) Math.min(1 << 30, Runtime.getRuntime().maxMemory() / HEAP_SHARE));

    /// @throws IllegalArgumentException if a number is negative, or 0 where there has to be a limit
    public RemoteReadOptions {
        if (maxSamples < 0 || maxConcurrent < 0 || maxFrameBytes <= 0 || maxAnswerBytes <= 0) {
            throw new IllegalArgumentException("limits of remote read must be positive");
        }
    }
}
