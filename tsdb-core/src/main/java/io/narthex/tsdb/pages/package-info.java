/// Where sealed chunks lie: pages of some hundred kilobytes that only grow, in memory and, where
/// the store has a directory, in page files.
///
/// Entry point: [io.narthex.tsdb.pages.ChunkPage]. A page is filled by the head under its commit
/// lock. Readers that got a chunk's place under that lock may read it at any time.
@NullMarked
package io.narthex.tsdb.pages;

import org.jspecify.annotations.NullMarked;
