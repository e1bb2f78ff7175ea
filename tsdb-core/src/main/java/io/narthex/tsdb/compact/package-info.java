/// Makes few large blocks of many small ones.
///
/// Entry points: [io.narthex.tsdb.compact.CompactionPlan] says which blocks belong together,
/// [io.narthex.tsdb.compact.Compactor] writes one block of them and replaces them by it.
///
/// Thread safety: one thread compacts the blocks of a directory; queries go on meanwhile.
@NullMarked
package io.narthex.tsdb.compact;

import org.jspecify.annotations.NullMarked;
