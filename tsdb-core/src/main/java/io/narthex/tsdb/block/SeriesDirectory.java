package io.narthex.tsdb.block;

import io.narthex.model.Labels;
import io.narthex.tsdb.io.CorruptionException;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.atomic.LongAdder;

/// The series of a block as plain arrays, read from the index once: series are numbered in
/// canonical order, their chunks in one sequence.
///
/// Thread safety: immutable but for label sets, which are made when they are first asked for, and
/// for what reading a chunk tells of it; races there write the same.
final class SeriesDirectory {
    /// Of a label set, beside its references to strings.
    private static final int LABELS_BYTES = 32;

    private final MappedFile file;
    private final SymbolTable symbols;

    /// Where the series start in the file.
    private final long section;

    private final int size;

    /// Per series: its reference, the offset divided by 16, unsigned and ascending. Null where the
    /// reference of a series is its number.
    private final int @Nullable [] refs;

    /// Per series, and one more: where its pairs start in `pairs`, its chunks in the arrays of
    /// chunks.
    private final int[] pairStart;

    private final int[] chunkStart;

    /// Numbers of symbols: name, value, name, value, …
    private final int[] pairs;

    private final long[] mint;
    private final long[] maxt;
    private final long[] chunkRef;

    /// Per chunk: its samples once it has been checked, else 0; and its encoding.
    private final char[] samples;

    private final byte[] encodings;

    private final @Nullable Labels[] labels;

    /// Whether every series has chunks.
    private final boolean full;

    /// Times of all chunks.
    private final long oldest;

    private final long newest;

    /// Of label sets that have been made.
    private final LongAdder labelBytes = new LongAdder();

    SeriesDirectory(MappedFile file, IndexToc toc, SymbolTable symbols, SeriesDirectoryBuilder b) {
        this.file = file;
        this.section = toc.series();
        this.symbols = symbols;
        size = b.series;
        refs = b.refs;
        pairStart = Arrays.copyOf(b.pairStart, b.series + 1);
        chunkStart = Arrays.copyOf(b.chunkStart, b.series + 1);
        pairs = Arrays.copyOf(b.pairs, b.pairCount);
        mint = Arrays.copyOf(b.mint, b.chunks);
        maxt = Arrays.copyOf(b.maxt, b.chunks);
        chunkRef = Arrays.copyOf(b.chunkRef, b.chunks);
        samples = new char[b.chunks];
        encodings = new byte[b.chunks];
        labels = new Labels[b.series];
        boolean all = true;
        for (int s = 0; s < b.series; s++) {
            all &= chunkStart[s] < chunkStart[s + 1];
        }
        full = all;
        oldest = Arrays.stream(mint).min().orElse(0);
        newest = Arrays.stream(maxt).max().orElse(0);
    }

    /// The number of series.
    int size() {
        return size;
    }

    /// The number of chunks of all series.
    int chunks() {
        return mint.length;
    }

    /// Whether all series have samples, and none outside a range.
    boolean liesWithin(long from, long to) {
        return full && from <= oldest && to >= newest;
    }

    /// Memory held; label sets are estimated.
    long bytes() {
        return ((refs == null ? 0 : size) + pairStart.length + chunkStart.length + pairs.length)
                        * (long) Integer.BYTES
                + mint.length * (3L * Long.BYTES + Character.BYTES + 1)
                + labels.length * (long) Integer.BYTES
                + labelBytes.sum();
    }

    /// The reference of a series, as tombstones and postings name it.
    long ref(int series) {
        return refs == null ? series : Integer.toUnsignedLong(refs[series]);
    }

    /// The series of a reference, or a negative number.
    int seriesOf(long ref) {
        return seriesFrom(0, ref);
    }

    /// The series of a reference, looked for from a series that is not behind it: found at once
    /// where it is the next. Negative where there is none.
    int seriesFrom(int from, long ref) {
        if (refs == null) {
            return ref >= from && ref < size ? (int) ref : -1;
        }
        int step = 1;
        int lo = from;
        int hi = from;
        while (hi < size && ref(hi) < ref) {
            lo = hi + 1;
            hi += step;
            step <<= 1;
        }
        hi = Math.min(hi, size - 1);
        while (lo <= hi) {
            int mid = (lo + hi) >>> 1;
            long found = ref(mid);
            if (found == ref) {
                return mid;
            }
            if (found < ref) {
                lo = mid + 1;
            } else {
                hi = mid - 1;
            }
        }
        return -1;
    }

    /// The labels of a series.
    Labels labels(int series) {
        Labels known = labels[series];
        if (known == null) {
            known = makeLabels(series);
            labels[series] = known;
            labelBytes.add(LABELS_BYTES + 2L * Integer.BYTES * known.size());
        }
        return known;
    }

    /// Some labels of a series. Where not all were asked for before, no others are looked up.
    Labels labels(int series, Collection<String> names) {
        Labels known = labels[series];
        if (known != null) {
            return known.keep(names);
        }
        if (names.isEmpty()) {
            return Labels.empty();
        }
        int from = pairStart[series];
        int end = pairStart[series + 1];
        String[] strings = new String[end - from];
        int n = 0;
        for (int i = from; i < end; i += 2) {
            String name = symbols.get(pairs[i]);
            if (names.contains(name)) {
                strings[n++] = name;
                strings[n++] = symbols.get(pairs[i + 1]);
            }
        }
        return sorted(series, Arrays.copyOf(strings, n));
    }

    private Labels makeLabels(int series) {
        int from = pairStart[series];
        String[] strings = new String[pairStart[series + 1] - from];
        for (int i = 0; i < strings.length; i++) {
            strings[i] = symbols.get(pairs[from + i]);
        }
        return sorted(series, strings);
    }

    private Labels sorted(int series, String[] strings) {
        try {
            return Labels.ofSorted(strings);
        } catch (IllegalArgumentException e) {
            throw corrupt(series, String.valueOf(e.getMessage()));
        }
    }

    int firstChunk(int series) {
        return chunkStart[series];
    }

    /// The chunk behind the last one of a series.
    int endChunk(int series) {
        return chunkStart[series + 1];
    }

    /// The time of a chunk's first sample.
    long mint(int chunk) {
        return mint[chunk];
    }

    /// The time of a chunk's last sample.
    long maxt(int chunk) {
        return maxt[chunk];
    }

    /// Where a chunk lies: segment in the upper half, offset in the lower.
    long chunkRef(int chunk) {
        return chunkRef[chunk];
    }

    /// The chunk that another one says how it differs from: one of the series before, with the same
    /// times.
    ///
    /// @param distance between their numbers
    /// @throws CorruptionException if there is no such chunk
    int chunkBeside(int series, int chunk, int distance) {
        int other = chunk - distance;
        if (series == 0
                || other < chunkStart[series - 1]
                || other >= chunkStart[series]
                || mint[other] != mint[chunk]
                || maxt[other] != maxt[chunk]) {
            throw corrupt(series, "no chunk %d before one beside it".formatted(distance));
        }
        return other;
    }

    /// The first chunk of a part that ends at `t` or later; `to` where there is none.
    int firstEndingFrom(int from, int to, long t) {
        int lo = from;
        int hi = to;
        while (lo < hi) {
            int mid = (lo + hi) >>> 1;
            if (maxt[mid] < t) {
                lo = mid + 1;
            } else {
                hi = mid;
            }
        }
        return lo;
    }

    /// The first chunk of a part that starts after `t`; `to` where there is none.
    int firstStartingAfter(int from, int to, long t) {
        int lo = from;
        int hi = to;
        while (lo < hi) {
            int mid = (lo + hi) >>> 1;
            if (mint[mid] <= t) {
                lo = mid + 1;
            } else {
                hi = mid;
            }
        }
        return lo;
    }

    /// The samples of a chunk that has been checked; 0 for one that has not.
    int checkedSamples(int chunk) {
        return samples[chunk];
    }

    /// The encoding's number of a chunk that has been checked.
    int checkedEncoding(int chunk) {
        return encodings[chunk];
    }

    /// Notes that a chunk has been checked.
    void checked(int chunk, int encoding, int count) {
        encodings[chunk] = (byte) encoding;
        samples[chunk] = (char) count;
    }

    /// Where a series lies in the index.
    CorruptionException corrupt(int series, String reason) {
        return refs == null
                ? file.corrupt(section, "series " + series + ": " + reason)
                : file.corrupt(ref(series) * IndexLayout.SERIES_ALIGNMENT, reason);
    }
}
