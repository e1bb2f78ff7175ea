package io.narthex.model;

import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.Histogram;

/// An appender of a store that keeps start timestamps (see [SeriesData#startTimestampAt]). Whoever
/// has some asks whether the appender is one of these; there is no silent way to lose them.
///
/// Thread safety: for one thread.
public interface StartTimestampAppender extends Appender {
    /// Takes a float sample into the batch, as [Appender#append(long, long, double)] does.
    ///
    /// @param timestamp epoch milliseconds
    /// @param startTimestamp epoch milliseconds; 0 where not known
    AppendStatus append(long ref, long timestamp, double value, long startTimestamp);

    /// Takes a native histogram into the batch, as [Appender#append(long, long, FloatHistogram)]
    /// does.
    ///
    /// @param timestamp epoch milliseconds
    /// @param startTimestamp epoch milliseconds; 0 where not known
    AppendStatus append(long ref, long timestamp, FloatHistogram histogram, long startTimestamp);

    /// Takes a native histogram with integer counts into the batch, as
    /// [Appender#append(long, long, Histogram)] does.
    ///
    /// @param timestamp epoch milliseconds
    /// @param startTimestamp epoch milliseconds; 0 where not known
    default AppendStatus append(
            long ref, long timestamp, Histogram histogram, long startTimestamp) {
        return histogram.problem() == null
                ? append(ref, timestamp, histogram.toFloat(), startTimestamp)
                : AppendStatus.INVALID_HISTOGRAM;
    }
}
