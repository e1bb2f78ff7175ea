package io.narthex.tsdb.pressure;

/// How much memory a store uses.
///
/// @param bytes what the heap holds for samples, series, index, exemplars and the repetition of
///     queries, in part estimated; sealed chunks in mapped files are not counted, as the kernel may
///     evict them
/// @param limit the budget in bytes; 0 for none
///
/// Thread safety: immutable.
public record MemoryStatus(MemoryStage stage, long bytes, long limit) {}
