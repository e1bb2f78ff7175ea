package io.narthex.promql.parser;

import java.util.List;

/// What the type checker knows of a function.
///
/// @param args types of the arguments
/// @param variadic 0: exactly `args`; n > 0: the last n may be missing; -1: the last may be missing
///     or
///     repeated without bound
/// @param experimental whether `promql-experimental-functions` must be enabled
public record FunctionSignature(
        String name, List<ValueType> args, int variadic, ValueType result, boolean experimental) {}
