package io.narthex.remote;

/// Limits of the receiver.
///
/// @param maxDecodedBytes largest request after decompression; told by the request's header, so a
///     larger one is refused before any memory is taken
/// @param maxLabels most labels of one series
/// @param maxCachedSeries series whose reference is kept by the bytes of their labels
public record RemoteWriteOptions(int maxDecodedBytes, int maxLabels, int maxCachedSeries) {
    /// 64 MiB per request, 1,024 labels, a million series.
    public static final RemoteWriteOptions DEFAULTS =
            new RemoteWriteOptions(64 << 20, 1024, 1_000_000);
}
