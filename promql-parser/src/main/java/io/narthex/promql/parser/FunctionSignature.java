package io.narthex.promql.parser;

import java.util.List;

/// What the type checker knows of a function.
///
/// @param args types of the arguments
/// @param variadic how often the last argument may occur: 0: exactly once, like the others; n > 0:
///     at most n times, or not at all; -1: any number of times, or not at all
/// @param experimental whether `promql-experimental-functions` must be enabled
public record FunctionSignature(
        String name, List<ValueType> args, int variadic, ValueType result, boolean experimental) {}
