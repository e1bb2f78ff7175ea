package io.narthex.remote.otlp;

/// What a receiver counted since its start.
///
/// @param requests handled, failures included
/// @param failedRequests answered with another status than 200
/// @param samples stored
/// @param rejectedSamples refused by the store
/// @param untranslatable metrics left out, all or in part, because they have no translation
public record OtlpStats(
        long requests,
        long failedRequests,
        long samples,
        long rejectedSamples,
        long untranslatable) {}
