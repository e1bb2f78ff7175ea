/// Pure functions on numbers, as PromQL defines them.
///
/// Entry point: [io.narthex.promql.function.Arithmetic].
///
/// Thread safety: everything is stateless.
@NullMarked
package io.narthex.promql.function;

import org.jspecify.annotations.NullMarked;
