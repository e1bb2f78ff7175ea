/// PromQL evaluated in the most obvious way, to compare the engine with: one step after the other,
/// over lists, with sums that are exact. It shares no code with the engine but the parser.
@NullMarked
package io.narthex.promql.test.naive;

import org.jspecify.annotations.NullMarked;
