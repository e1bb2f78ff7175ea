/// The store: samples go in through [io.narthex.tsdb.Tsdb] as an
/// [io.narthex.model.Appendable], queries come out of it as an [io.narthex.model.Queryable].
///
/// Entry point: [io.narthex.tsdb.Tsdb]. What stands behind it: `index` finds series by labels,
/// `head` keeps their samples in memory, `chunk` codes them. `block` holds samples on disk,
/// `compact` makes few blocks of many, `merge` puts series of several places together. In this
/// milestone the store keeps data in memory only.
///
/// Any thread may call the store; each appender and each querier belongs to one thread. One daemon
/// thread per store does the maintenance (retention, dropping series).
@NullMarked
package io.narthex.tsdb;

import org.jspecify.annotations.NullMarked;
