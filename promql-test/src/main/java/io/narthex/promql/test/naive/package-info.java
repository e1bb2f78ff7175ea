/// PromQL evaluated in the most obvious way, to read first and to compare the engine with: one time
/// after the other, over lists. It shares no code with the engine but the parser and the arithmetic
/// of native histograms.
///
/// [NaiveEvaluator] is the entry point; [RandomQueries] and [RandomData] make what both are
/// compared on.
@NullMarked
package io.narthex.promql.test.naive;

import org.jspecify.annotations.NullMarked;
