package io.narthex.promql;

import java.util.List;

/// What a query gave.
///
/// @param warnings annotations of the warning kind, in a fixed order, as the API renders them
/// @param infos annotations of the info kind
public record QueryResult(
        Value value, List<String> warnings, List<String> infos, QueryStats stats) {}
