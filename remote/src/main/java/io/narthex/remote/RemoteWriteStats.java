package io.narthex.remote;

/// What a receiver counted since its start.
///
/// @param requests handled, failures included
/// @param failedRequests answered with another status than 204
/// @param samples stored
/// @param rejectedSamples refused: out of order, duplicate, out of bounds, or a series limit
/// @param skippedSeries left out because of their labels
/// @param cachedSeries series whose reference is known by label bytes
public record RemoteWriteStats(
        long requests,
        long failedRequests,
        long samples,
        long rejectedSamples,
        long skippedSeries,
        int cachedSeries) {}
