/// What the naive evaluator's functions compute, and its statistics and arithmetic.
///
/// [Functions] has every function by name. [Window] has those of ranges, [Histograms] those that
/// look into buckets, [Info] is `info()` alone; [Statistics] serves aggregations too.
@NullMarked
package io.narthex.promql.test.naive.function;

import org.jspecify.annotations.NullMarked;
