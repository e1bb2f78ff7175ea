package io.narthex.promql.plan;

/// The times that a query's text may refer to.
///
/// @param start first evaluation time, epoch milliseconds
/// @param end last evaluation time given, inclusive; what `@ end()` means
/// @param step milliseconds between evaluations; 0 for an instant query
/// @param subqueryStep milliseconds between a subquery's evaluations where it names none
public record QueryTimes(long start, long end, long step, long subqueryStep) {}
