/// Blocks on disk: directories in Prometheus' container format that hold the samples of a time
/// range and never change.
///
/// Entry points: [io.narthex.tsdb.block.Block] reads one, [io.narthex.tsdb.block.BlockWriter]
/// writes one from any store. The formats are described in `docs/formats/block.md`.
///
/// Files are mapped; every number read from one is checked before it is used, and what is wrong is
/// reported as a [io.narthex.tsdb.io.CorruptionException] with file and offset. Any thread may
/// read a block; one thread writes one.
@NullMarked
package io.narthex.tsdb.block;

import org.jspecify.annotations.NullMarked;
