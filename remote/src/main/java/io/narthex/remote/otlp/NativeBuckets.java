package io.narthex.remote.otlp;

import io.narthex.model.histogram.Buckets.Span;
import io.narthex.model.histogram.DeltaBuckets;
import io.narthex.remote.wire.LongList;

import java.util.ArrayList;
import java.util.List;

/// Lays out dense buckets as native histograms have them: runs, whose short gaps are filled.
///
/// Thread safety: for one thread.
final class NativeBuckets {
    /// Up to this many empty buckets cost less than a further run.
    private static final int SHORT_GAP = 2;

    private final List<Span> spans = new ArrayList<>();
    private final LongList deltas = new LongList();
    private int runOffset;
    private int runLength;
    private long next;
    private long last;

    private NativeBuckets() {}

    /// Buckets whose index is their place.
    static DeltaBuckets custom(LongList counts) throws TranslationException {
        NativeBuckets buckets = new NativeBuckets();
        for (int i = 0; i < counts.size(); i++) {
            buckets.add(i, counts.get(i));
        }
        return buckets.build();
    }

    /// Buckets of an exponential histogram; OpenTelemetry counts from the bucket above 1, native
    /// histograms from the one below.
    ///
    /// @param offset index of the first one
    /// @param levels how much the resolution is to be reduced
    static DeltaBuckets exponential(LongList counts, int offset, int levels)
            throws TranslationException {
        NativeBuckets buckets = new NativeBuckets();
        long index = 0;
        long sum = 0;
        for (int i = 0; i < counts.size(); i++) {
            long at = (((long) offset + i) >> levels) + 1;
            if (i > 0 && at != index) {
                buckets.add(index, sum);
                sum = 0;
            }
            index = at;
            sum += counts.get(i);
        }
        buckets.add(index, sum);
        return buckets.build();
    }

    private void add(long index, long count) throws TranslationException {
        if (count == 0) {
            return;
        }
        if (index > Integer.MAX_VALUE || index < Integer.MIN_VALUE) {
            throw new TranslationException("histogram has a bucket whose index is too large");
        }
        if (runLength == 0) {
            begin((int) index);
        } else if (index - next > SHORT_GAP) {
            long gap = index - next;
            spans.add(new Span(runOffset, runLength));
            if (gap > Integer.MAX_VALUE) {
                throw new TranslationException("histogram has a gap that is too large");
            }
            begin((int) gap);
        } else {
            while (next < index) {
                append(0);
            }
        }
        next = index;
        append(count);
    }

    private void begin(int offset) {
        runOffset = offset;
        runLength = 0;
    }

    private void append(long count) {
        deltas.add(count - last);
        last = count;
        runLength++;
        next++;
    }

    private DeltaBuckets build() {
        if (runLength > 0) {
            spans.add(new Span(runOffset, runLength));
        }
        return DeltaBuckets.of(spans, deltas.toLongs());
    }
}
