package io.narthex.tsdb.head;

/// The out-of-order samples of a series as one querier sees them.
///
/// @param chunks the sealed ones
/// @param buffer those not sealed yet, in the order in which they came
/// @param start how many came before those in `buffer`
/// @param end how many of all the querier sees
///
/// Thread safety: read-only; the columns may have more than what `end` says.
record OutOfOrderView(OutOfOrderChunk[] chunks, OutOfOrderColumns buffer, long start, long end) {}
