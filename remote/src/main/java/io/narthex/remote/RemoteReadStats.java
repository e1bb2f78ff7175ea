package io.narthex.remote;

/// What was asked for by remote read so far.
///
/// @param requests all requests
/// @param failedRequests those that were refused or broken off
/// @param running requests that are answered or wait for it
/// @param samples samples sent
public record RemoteReadStats(long requests, long failedRequests, long running, long samples) {}
