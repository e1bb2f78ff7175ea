/// Series put together from stretches of others: from several stores by time, or with parts left
/// out.
///
/// Entry points: [io.narthex.tsdb.merge.SplicedSeries] is one series,
/// [io.narthex.tsdb.merge.MergedQueryable] whole stores, whose series
/// [io.narthex.tsdb.merge.SeriesJoins] tells apart by numbers where they are read again and again.
/// Nothing here knows what the stretches are stored in.
///
/// Thread safety: as the ports of the model say.
@NullMarked
package io.narthex.tsdb.merge;

import org.jspecify.annotations.NullMarked;
