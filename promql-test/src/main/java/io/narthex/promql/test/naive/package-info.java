/// PromQL evaluated in the most obvious way, to read first and to compare the engine with: one time
/// after the other, over lists. It shares no code with the engine but the parser and the arithmetic
/// of native histograms.
///
/// [NaiveEvaluator] is the entry point, and where to begin reading. It and what is beside it here
/// say how an expression is evaluated step by step: selectors, staleness, subqueries, binary
/// operations, aggregations, calls. What each function computes is in
/// [io.narthex.promql.test.naive.function]: functions ask the evaluator for their arguments, so the
/// two packages know each other. [io.narthex.promql.test.naive.random] makes the queries and the
/// data on which the engine is compared.
@NullMarked
package io.narthex.promql.test.naive;

import org.jspecify.annotations.NullMarked;
