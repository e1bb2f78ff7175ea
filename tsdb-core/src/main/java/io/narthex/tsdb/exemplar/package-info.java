/// Exemplars: the newest ones of all series together, in memory.
///
/// Entry point: [io.narthex.tsdb.exemplar.ExemplarStore]. A circular buffer of columns
/// ([io.narthex.tsdb.exemplar.ExemplarRing]) holds them in the order in which they came, and links
/// those of a series in the order of their times; their labels are text in a ring of bytes
/// ([io.narthex.tsdb.exemplar.TextRing]).
///
/// Threads: the store has one lock, under which no other is taken.
@NullMarked
package io.narthex.tsdb.exemplar;

import org.jspecify.annotations.NullMarked;
