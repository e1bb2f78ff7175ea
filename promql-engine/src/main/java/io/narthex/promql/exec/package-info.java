/// Operators: they evaluate one tile of steps at a time and push rows to whoever consumes them.
///
/// Entry point: [io.narthex.promql.exec.OperatorFactory]. An operator is shared by all workers and
/// immutable after it was built; what changes while a tile runs lives in the
/// [io.narthex.promql.exec.Worker]. Different workers take different tiles and never share one, so
/// results do not depend on the number of threads.
@NullMarked
package io.narthex.promql.exec;

import org.jspecify.annotations.NullMarked;
