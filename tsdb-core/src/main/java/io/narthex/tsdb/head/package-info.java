/// The head: the samples in memory.
///
/// Entry point: [io.narthex.tsdb.head.Head]. Series are rows of columns
/// ([io.narthex.tsdb.head.SeriesColumns]); each has an open block in a page of
/// [io.narthex.tsdb.head.RegionAllocator] and a list of sealed chunks in pages of
/// [io.narthex.tsdb.head.SealedPages]. [io.narthex.tsdb.head.HeadFiles] are the log and the page
/// files of a head in a directory, [io.narthex.tsdb.head.HeadCheckpoint] writes what makes the log
/// superfluous, [io.narthex.tsdb.head.HeadRecovery] reads all of it at the next start.
///
/// Threads: one commit lock guards all of it. Readers capture what they need under that lock, once
/// per selection, and then read bytes that nobody writes any more.
@NullMarked
package io.narthex.tsdb.head;

import org.jspecify.annotations.NullMarked;
