package io.narthex.promql.parser;

/// A half-open range of UTF-8 byte offsets in the query text: `start` inclusive, `end` exclusive.
public record PositionRange(int start, int end) {}
