package io.narthex.yaml;

/// A stretch of a YAML text.
///
/// @param start of its first code point, from 0
/// @param end behind its last
///
/// Thread safety: immutable.
public record YamlSpan(int start, int end) {}
