package io.narthex.promql;

/// What an engine has to do at one moment.
///
/// @param queries queries that run or wait
/// @param waiting those of them that wait for a place
/// @param busyThreads worker threads that do something
/// @param heldBytes what the running queries hold in memory
/// @param limits what they may
///
/// Thread safety: immutable.
public record EngineLoad(
        int queries, int waiting, int busyThreads, long heldBytes, EngineOptions limits) {}
