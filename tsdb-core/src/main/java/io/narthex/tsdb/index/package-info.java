/// Finds series: by their whole label set, and by conditions on labels.
///
/// Entry point: [io.narthex.tsdb.index.SeriesIndex]. A series is a *slot*, a small integer that the
/// head gives; the index knows slots, label sets and references, and nothing of samples.
/// [io.narthex.tsdb.index.LabelIds] numbers label sets for others than the head.
///
/// Thread safety: one lock in the entry point guards everything; what it gives away is immutable.
@NullMarked
package io.narthex.tsdb.index;

import org.jspecify.annotations.NullMarked;
