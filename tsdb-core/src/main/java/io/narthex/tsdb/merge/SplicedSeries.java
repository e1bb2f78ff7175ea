package io.narthex.tsdb.merge;

import io.narthex.model.Kind;
import io.narthex.model.Labels;
import io.narthex.model.SeriesData;
import io.narthex.model.TimeKey;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.tsdb.chunk.ChunkEncoding;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A series made of stretches of other series, one behind the other by time: parts with a deleted
/// middle, a block's samples and the head's, or two stores' samples taken in turns.
///
/// Samples stay where they are; a stretch is a source, an index there and a length. Samples taken
/// in turns are stretches of one sample, so the worst case costs twelve bytes a sample.
///
/// To be filled again and again: [#clear], then [#add] or [#merge].
///
/// Thread safety: for the thread that owns the sources' cursors.
public final class SplicedSeries implements ChunkedSeries {
    /// Keys of windows with more stretches than this would cost more than the plan they save.
    private static final int MAX_KEY_STRETCHES = 64;

    private final List<SeriesData> sources = new ArrayList<>();
    private long ref;
    private Labels labels = Labels.empty();

    /// Per stretch: its source, its first sample there, and its first sample here; one more of the
    /// last.
    private int[] sourceOf = new int[8];

    private int[] from = new int[8];
    private int[] start = new int[9];
    private int stretches;

    /// Series to be added one behind the other.
    private final List<Bounded> turns = new ArrayList<>();

    /// Their oldest times.
    private long[] oldest = new long[8];

    /// The stretch of the last sample asked for.
    private int current;

    /// Forgets everything and names the series.
    public void clear(long seriesRef, Labels seriesLabels) {
        sources.clear();
        stretches = 0;
        start[0] = 0;
        current = 0;
        ref = seriesRef;
        labels = seriesLabels;
    }

    /// Adds `n` samples of a series, all later than those there are. The series must stay as it is
    /// while this one is read.
    public void add(SeriesData source, int first, int n) {
        if (n > 0) {
            addStretch(sourceIndex(source), first, n);
        }
    }

    /// Adds the samples of a series that are not deleted, as [#add] does.
    public void addWithout(SeriesData source, Intervals deleted) {
        int kept = 0;
        for (Intervals.Range range : deleted.ranges()) {
            int from = source.lowerBound(range.mint());
            add(source, kept, from - kept);
            kept =
                    range.maxt() == Long.MAX_VALUE
                            ? source.count()
                            : source.lowerBound(range.maxt() + 1);
        }
        add(source, kept, source.count() - kept);
    }

    @SuppressWarnings("ReferenceEquality") // views have no other identity
    private int sourceIndex(SeriesData source) {
        for (int i = sources.size() - 1; i >= 0; i--) {
            if (sources.get(i) == source) {
                return i;
            }
        }
        sources.add(source);
        return sources.size() - 1;
    }

    private void addStretch(int source, int first, int n) {
        if (stretches > 0) {
            int last = stretches - 1;
            if (sourceOf[last] == source && from[last] + start[stretches] - start[last] == first) {
                start[stretches] += n;
                return;
            }
        }
        if (stretches == from.length) {
            sourceOf = Arrays.copyOf(sourceOf, 2 * stretches);
            from = Arrays.copyOf(from, 2 * stretches);
            start = Arrays.copyOf(start, 2 * stretches + 1);
        }
        sourceOf[stretches] = source;
        from[stretches] = first;
        start[stretches + 1] = start[stretches] + n;
        stretches++;
    }

    /// Adds all samples of several series, by time. Of samples with equal times the one of the
    /// series that comes first in the list counts.
    public void merge(List<? extends SeriesData> several) {
        if (!addInTurn(several)) {
            mergeByTime(several);
        }
    }

    /// Adds all of one series and then all of another, where they can't overlap: nothing is read.
    ///
    /// @return false where they may overlap; nothing is added then
    private boolean addInTurn(List<? extends SeriesData> several) {
        turns.clear();
        // Blocks come newest first, so from the last one on most have their place at the end.
        for (int i = several.size() - 1; i >= 0; i--) {
            SeriesData one = several.get(i);
            if (one.count() > 0) {
                if (!(one instanceof Bounded bounded)) {
                    return false;
                }
                putInTurn(bounded);
            }
        }
        int n = turns.size();
        for (int i = 1; i < n; i++) {
            if (turns.get(i - 1).newest() >= oldest[i]) {
                return false;
            }
        }
        for (int i = 0; i < n; i++) {
            sources.add(turns.get(i));
            addStretch(sources.size() - 1, 0, turns.get(i).count());
        }
        return true;
    }

    /// Puts a series among those that are in order by their oldest times already.
    private void putInTurn(Bounded one) {
        int n = turns.size();
        if (n == oldest.length) {
            oldest = Arrays.copyOf(oldest, 2 * n);
        }
        long time = one.oldest();
        int at = n;
        for (; at > 0 && oldest[at - 1] > time; at--) {
            oldest[at] = oldest[at - 1];
        }
        oldest[at] = time;
        turns.add(at, one);
    }

    private void mergeByTime(List<? extends SeriesData> several) {
        int k = several.size();
        int[] source = new int[k];
        int[] at = new int[k];
        for (int i = 0; i < k; i++) {
            sources.add(several.get(i));
            source[i] = sources.size() - 1;
        }
        while (true) {
            int earliest = earliest(several, at);
            if (earliest < 0) {
                return;
            }
            SeriesData taken = several.get(earliest);
            // Everything before the next sample of another series is one stretch.
            long limit = nextOfOthers(several, at, earliest);
            int end = limit == Long.MAX_VALUE ? taken.count() : taken.lowerBound(limit);
            end = Math.max(end, at[earliest] + 1);
            addStretch(source[earliest], at[earliest], end - at[earliest]);
            long last = taken.timeAt(end - 1);
            at[earliest] = end;
            for (int i = 0; i < k; i++) {
                while (at[i] < several.get(i).count() && several.get(i).timeAt(at[i]) <= last) {
                    at[i]++;
                }
            }
        }
    }

    private static int earliest(List<? extends SeriesData> several, int[] at) {
        int best = -1;
        long bestTime = Long.MAX_VALUE;
        for (int i = 0; i < at.length; i++) {
            if (at[i] < several.get(i).count()) {
                long time = several.get(i).timeAt(at[i]);
                if (best < 0 || time < bestTime) {
                    best = i;
                    bestTime = time;
                }
            }
        }
        return best;
    }

    private static long nextOfOthers(List<? extends SeriesData> several, int[] at, int except) {
        long next = Long.MAX_VALUE;
        for (int i = 0; i < at.length; i++) {
            if (i != except && at[i] < several.get(i).count()) {
                next = Math.min(next, several.get(i).timeAt(at[i]));
            }
        }
        return next;
    }

    @Override
    public long ref() {
        return ref;
    }

    @Override
    public Labels labels() {
        return labels;
    }

    @Override
    public Kind kind() {
        Kind kind = null;
        for (int s = 0; s < stretches; s++) {
            Kind other = sources.get(sourceOf[s]).kind();
            if (kind != null && kind != other) {
                return Kind.MIXED;
            }
            kind = other;
        }
        return kind == null ? Kind.FLOAT : kind;
    }

    @Override
    public int count() {
        return start[stretches];
    }

    /// The stretch of a sample.
    private int stretchOf(int i) {
        int s = current;
        if (s < stretches && i >= start[s] && i < start[s + 1]) {
            return s;
        }
        int lo = 0;
        int hi = stretches - 1;
        while (lo < hi) {
            int mid = (lo + hi + 1) >>> 1;
            if (start[mid] <= i) {
                lo = mid;
            } else {
                hi = mid - 1;
            }
        }
        current = lo;
        return lo;
    }

    private SeriesData source(int s) {
        return sources.get(sourceOf[s]);
    }

    /// Where a sample is in the source of its stretch.
    private int inSource(int s, int i) {
        return from[s] + i - start[s];
    }

    @Override
    public void times(int first, int n, long[] dst, int at) {
        for (int i = first; i < first + n; ) {
            int s = stretchOf(i);
            int part = Math.min(first + n, start[s + 1]) - i;
            source(s).times(inSource(s, i), part, dst, at + i - first);
            i += part;
        }
    }

    @Override
    public void values(int first, int n, double[] dst, int at) {
        for (int i = first; i < first + n; ) {
            int s = stretchOf(i);
            int part = Math.min(first + n, start[s + 1]) - i;
            source(s).values(inSource(s, i), part, dst, at + i - first);
            i += part;
        }
    }

    @Override
    public long timeAt(int i) {
        int s = stretchOf(i);
        return source(s).timeAt(inSource(s, i));
    }

    @Override
    public double valueAt(int i) {
        int s = stretchOf(i);
        return source(s).valueAt(inSource(s, i));
    }

    @Override
    public boolean isHistogram(int i) {
        int s = stretchOf(i);
        return source(s).isHistogram(inSource(s, i));
    }

    @Override
    public FloatHistogram histogramAt(int i) {
        int s = stretchOf(i);
        FloatHistogram h = source(s).histogramAt(inSource(s, i));
        // What a source knows of a reset is about its own sample before.
        return i == start[s] && h.resetHint() == ResetHint.NOT_COUNTER_RESET
                ? h.withHint(ResetHint.UNKNOWN)
                : h;
    }

    @Override
    public int endOfChunk(int i) {
        int s = stretchOf(i);
        return source(s) instanceof ChunkedSeries chunked
                ? Math.min(start[s + 1], endOfChunk(chunked, s, i))
                : start[s + 1];
    }

    private int endOfChunk(ChunkedSeries chunked, int s, int i) {
        int at = inSource(s, i);
        return i + chunked.endOfChunk(at) - at;
    }

    @Override
    public @Nullable ChunkEncoding chunkAt(int i) {
        int s = stretchOf(i);
        return source(s) instanceof ChunkedSeries chunked
                        && endOfChunk(chunked, s, i) <= start[s + 1]
                ? chunked.chunkAt(inSource(s, i))
                : null;
    }

    @Override
    public ByteBuffer chunkBytes(int i) {
        int s = stretchOf(i);
        if (!(source(s) instanceof ChunkedSeries chunked)) {
            throw new IllegalStateException("BUG: no chunk at " + i);
        }
        return chunked.chunkBytes(inSource(s, i));
    }

    @Override
    public boolean hasStartTimestamps() {
        for (int s = 0; s < stretches; s++) {
            if (source(s).hasStartTimestamps()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public long startTimestampAt(int i) {
        int s = stretchOf(i);
        return source(s).startTimestampAt(inSource(s, i));
    }

    @Override
    public boolean noDrop(int first, int n) {
        double last = Double.NaN;
        for (int i = first; i < first + n; ) {
            int s = stretchOf(i);
            int part = Math.min(first + n, start[s + 1]) - i;
            SeriesData source = source(s);
            int at = inSource(s, i);
            if (!source.noDrop(at, part) || source.valueAt(at) < last) {
                return false;
            }
            last = source.valueAt(at + part - 1);
            i += part;
        }
        return true;
    }

    /// A stretch's own key counts stale positions from its start, so where a stretch begins belongs
    /// to the key: as a stale position that can't be, since it is negative.
    @Override
    public boolean timeKey(int first, int n, TimeKey key) {
        if (n == 0) {
            return true;
        }
        if (stretchOf(first + n - 1) - stretchOf(first) >= MAX_KEY_STRETCHES) {
            return false;
        }
        for (int i = first; i < first + n; ) {
            int s = stretchOf(i);
            int part = Math.min(first + n, start[s + 1]) - i;
            if (i > first) {
                key.addStale(first - i);
            }
            if (!source(s).timeKey(inSource(s, i), part, key)) {
                return false;
            }
            i += part;
        }
        return true;
    }
}
