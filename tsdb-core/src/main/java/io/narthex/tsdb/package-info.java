/// The store: samples go in through [io.narthex.tsdb.Tsdb] as an
/// [io.narthex.model.Appendable], queries come out of it as an [io.narthex.model.Queryable].
///
/// Entry point: [io.narthex.tsdb.Tsdb]. What stands behind it: `index` finds series by labels,
/// `head` keeps their samples in memory, `chunk` codes them. `block` holds samples on disk,
/// `compact` makes few blocks of many, `merge` puts series of several places together. `wal` logs
/// what is committed, `pages` keeps sealed chunks in files, `io` is the port to the file system.
///
/// Any thread may call the store; each appender and each querier belongs to one thread. One daemon
/// thread per store does the maintenance (retention, dropping series), another one looks after the
/// files of a store that has some.
@NullMarked
package io.narthex.tsdb;

import org.jspecify.annotations.NullMarked;
