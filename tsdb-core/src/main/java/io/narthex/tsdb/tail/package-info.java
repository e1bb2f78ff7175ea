/// The log as a stream: what was committed, in order, for those who send it elsewhere.
///
/// Entry point: [io.narthex.tsdb.Tsdb#tail] opens a [io.narthex.tsdb.tail.Tail], which gives a
/// [io.narthex.tsdb.tail.TailVisitor] samples, histograms and exemplars with the labels of their
/// series. A [io.narthex.tsdb.tail.TailPosition] is a plain value that survives restarts.
///
/// A tail reads files, never the store's memory, and takes no lock of the store but for labels;
/// each belongs to one thread.
@NullMarked
package io.narthex.tsdb.tail;

import org.jspecify.annotations.NullMarked;
