/// The query engine: a PromQL text, a [io.narthex.model.Queryable] and a time range in, a value
/// out.
///
/// Entry point: [io.narthex.promql.QueryEngine]. A query's way: parse and check, plan, optimize,
/// build operators, evaluate a tile of steps at a time, collect the value and its annotations.
///
/// The engine reads storage only through the ports of `io.narthex.model`. Evaluation runs on the
/// engine's own bounded pool of platform threads; the calling thread waits.
@NullMarked
package io.narthex.promql;

import org.jspecify.annotations.NullMarked;
