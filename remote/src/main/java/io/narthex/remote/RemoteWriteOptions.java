package io.narthex.remote;

/// Limits and features of the receiver.
///
/// @param maxDecodedBytes largest request after decompression; told by the request's first bytes,
///     so a larger one is refused before any memory is taken
/// @param maxConcurrent requests decoded at the same time; others wait, which bounds the memory
///     that decompressed requests take together
/// @param maxCacheBytes memory for references kept by the bytes of their labels
/// @param features what is taken
public record RemoteWriteOptions(
        int maxDecodedBytes, int maxConcurrent, int maxCacheBytes, WriteFeatures features) {
    /// 32 MiB per request, as many at once as there are processors, a sixteenth of the heap.
    public static final RemoteWriteOptions DEFAULTS =
            new RemoteWriteOptions(
                    32 << 20,
                    Math.max(2, Runtime.getRuntime().availableProcessors()),
                    (int) Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 16));

    /// @throws IllegalArgumentException if a limit is not positive
    public RemoteWriteOptions {
        if (maxDecodedBytes <= 0 || maxConcurrent <= 0 || maxCacheBytes <= 0) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /// Limits, with the usual features.
    public RemoteWriteOptions(int maxDecodedBytes, int maxConcurrent, int maxCacheBytes) {
        this(maxDecodedBytes, maxConcurrent, maxCacheBytes, WriteFeatures.DEFAULTS);
    }

    /// The same limits with other features.
    public RemoteWriteOptions with(WriteFeatures other) {
        return new RemoteWriteOptions(maxDecodedBytes, maxConcurrent, maxCacheBytes, other);
    }
}
