package io.narthex.promql.exec;

import io.narthex.model.Kind;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;
import io.narthex.model.StaleNaN;
import io.narthex.model.TimeKey;
import io.narthex.model.histogram.CounterResets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.promql.QueryException;
import io.narthex.promql.window.MixedWindows;
import io.narthex.promql.window.WindowGrid;
import io.narthex.promql.window.Windows;

import org.jspecify.annotations.Nullable;

/// One worker's way to the samples of a [Selection]: a cursor and buffers that are used again for
/// every series.
///
/// Thread safety: for one worker.
final class SampleReader {
    /// A time or a value, and its copy in the window plan or in a function's scratch memory.
    private static final long SAMPLE = 16;

    /// Time, value, start, histogram, and their copies by kind.
    private static final long MIXED_SAMPLE = 64;

    private static final int CHARGE_EVERY = 256;

    /// Samples that are copied at a time, before the query looks again whether it may go on.
    private static final int PIECE = 1 << 15;

    /// A native histogram is read and copied in about the time of so many floats.
    private static final int MIXED_WORK = 64;

    private final SeriesCursor cursor;
    private final int series;
    private final boolean countsOnly;
    private final long mint;
    private final TimeKey key = new TimeKey();
    private final Worker worker;
    private final ByteBudget budget;
    private double[] values = new double[256];
    private long[] times = new long[256];
    private @Nullable SeriesData data;
    private long mixedBytes;
    private int from;
    private int count;

    /// @param worker whose budget is charged for buffers as they grow; they live as long as the
    ///     query
    SampleReader(Selection selection, Worker worker) {
        this.worker = worker;
        this.budget = worker.budget();
        this.cursor = selection.series().cursor();
        this.series = selection.series().size();
        this.countsOnly = selection.selector().countsOnly();
        this.mint = selection.mint();
    }

    /// Turns to a series and finds its samples within a time range.
    ///
    /// @return the number of samples
    /// @throws QueryException if the store fails
    int open(int ordinal, long mint, long maxt) {
        SeriesData opened;
        try {
            if (ordinal + 1 < series) {
                cursor.prefetch(ordinal + 1);
            }
            opened = cursor.at(ordinal);
            from = opened.lowerBound(mint);
            count = Math.max(0, opened.lowerBound(maxt + 1) - from);
        } catch (RuntimeException e) {
            throw failed(e);
        }
        data = opened;
        return count;
    }

    /// The number of samples in range.
    int count() {
        return count;
    }

    /// Whether there may be native histograms in range.
    boolean hasHistograms() {
        return opened().kind() != Kind.FLOAT;
    }

    /// Whether there may be start timestamps in range.
    boolean hasStartTimestamps() {
        return opened().hasStartTimestamps();
    }

    /// The start timestamp of the i-th sample in range; 0 where not known.
    long startTimestampAt(int i) {
        return opened().startTimestampAt(from + i);
    }

    /// The i-th sample in range as a native histogram; null where it is a float or a stale marker.
    @Nullable FloatHistogram histogramAt(int i) {
        SeriesData it = opened();
        if (!it.isHistogram(from + i)) {
            return null;
        }
        FloatHistogram h = it.histogramAt(from + i);
        return countsOnly && h.resetHint() == ResetHint.UNKNOWN
                ? h.withHint(detected(from + i, h))
                : h;
    }

    /// Whether a counter was reset before its `i`-th sample, as far as the query looks back: not
    /// only to the samples in range, which are others in each tile.
    private ResetHint detected(int i, FloatHistogram h) {
        SeriesData it = opened();
        for (int j = i - 1; j >= 0 && it.timeAt(j) >= mint; j--) {
            if (it.isHistogram(j) && !StaleNaN.isStale(it.valueAt(j))) {
                FloatHistogram before = it.histogramAt(j);
                return CounterResets.between(before, h)
                        ? ResetHint.COUNTER_RESET
                        : ResetHint.NOT_COUNTER_RESET;
            }
        }
        return ResetHint.UNKNOWN;
    }

    /// All samples in range over the windows of a grid.
    ///
    /// @param starts whether with their start timestamps
    MixedWindows mixed(WindowGrid grid, Windows windows, boolean starts) {
        long bytes = MIXED_SAMPLE * count;
        chargeMixed(bytes);
        MixedWindows mixed = new MixedWindows(grid, count, windows);
        if (countsOnly) {
            mixed.bucketsUnread();
        }
        for (int i = 0; i < count; i++) {
            FloatHistogram histogram = histogramAt(i);
            bytes += histogram == null ? 0 : Footprint.histogram(histogram);
            worker.worked(MIXED_WORK);
            if (i % CHARGE_EVERY == 0) {
                chargeMixed(bytes);
            }
            if (starts) {
                mixed.add(timeAt(i), valueAt(i), histogram, startTimestampAt(i));
            } else {
                mixed.add(timeAt(i), valueAt(i), histogram);
            }
        }
        chargeMixed(bytes);
        return mixed;
    }

    /// Charges a series with native histograms only for what it has more than any before.
    private void chargeMixed(long bytes) {
        if (bytes > mixedBytes) {
            budget.charge(bytes - mixedBytes);
            mixedBytes = bytes;
        }
    }

    /// Copies the values in range; the array is valid until the next call.
    double[] values() {
        if (values.length < count) {
            values = new double[grown()];
        }
        try {
            for (int i = 0; i < count; i += PIECE) {
                if (i > 0) {
                    worker.checkpoint();
                }
                opened().values(from + i, Math.min(PIECE, count - i), values, i);
            }
        } catch (QueryException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failed(e);
        }
        return values;
    }

    /// Copies the times in range; the array is valid until the next call.
    long[] times() {
        if (times.length < count) {
            times = new long[grown()];
        }
        try {
            for (int i = 0; i < count; i += PIECE) {
                if (i > 0) {
                    worker.checkpoint();
                }
                opened().times(from + i, Math.min(PIECE, count - i), times, i);
            }
        } catch (QueryException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failed(e);
        }
        return times;
    }

    /// A buffer's next length: with room for a neighbour that has a few samples more.
    private int grown() {
        int length = (int) Math.min(Integer.MAX_VALUE - 8, count + count / 8L);
        budget.charge(SAMPLE * length);
        return length;
    }

    /// The key of the times in range, or null where the store has none.
    @Nullable TimeKey key() {
        key.clear();
        return opened().timeKey(from, count, key) ? key : null;
    }

    /// Whether no value in range is known to be below its predecessor.
    boolean noDrop() {
        return opened().noDrop(from, count);
    }

    /// The index in range of the last sample at or before a time, or -1.
    int lastUntil(long time) {
        return opened().lowerBound(time + 1) - 1 - from;
    }

    /// The time of the i-th sample in range.
    long timeAt(int i) {
        return opened().timeAt(from + i);
    }

    /// The value of the i-th sample in range.
    double valueAt(int i) {
        return opened().valueAt(from + i);
    }

    private SeriesData opened() {
        SeriesData it = data;
        if (it == null) {
            throw new IllegalStateException("BUG: no series is open");
        }
        return it;
    }

    private static QueryException failed(RuntimeException e) {
        return new QueryException.Storage("reading samples failed: " + e.getMessage(), e);
    }
}
