/// How many series there are, may be, and were refused: what the store tells and takes about it.
///
/// Entry points: [io.narthex.tsdb.cardinality.SeriesLimits] to limit them,
/// [io.narthex.tsdb.cardinality.IndexStats] to see what there is most of.
///
/// Thread safety: everything here is immutable.
@NullMarked
package io.narthex.tsdb.cardinality;

import org.jspecify.annotations.NullMarked;
