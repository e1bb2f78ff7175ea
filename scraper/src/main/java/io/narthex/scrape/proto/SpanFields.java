package io.narthex.scrape.proto;

import static io.narthex.model.proto.ProtoReader.VARINT;
import static io.narthex.model.proto.ProtoReader.tag;

import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.Buckets.Span;
import io.narthex.model.histogram.DeltaBuckets;
import io.narthex.model.proto.ProtoException;
import io.narthex.model.proto.ProtoReader;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One side of a native histogram: runs of buckets, and their counts in one of two ways.
///
/// Thread safety: for one thread.
final class SpanFields {
    /// Twenty times what a store takes, so that histograms whose resolution is to be reduced pass,
    /// and few enough that a hostile body fills no memory.
    static final int MAX_BUCKETS = 1 << 16;

    private static final int OFFSET = tag(1, VARINT);
    private static final int LENGTH = tag(2, VARINT);

    private final String side;
    private final List<Span> spans = new ArrayList<>();
    private long[] deltas = new long[16];
    private int deltaCount;
    private double[] counts = new double[16];
    private int countCount;

    /// @param side its name in messages
    SpanFields(String side) {
        this.side = side;
    }

    void clear() {
        spans.clear();
        deltaCount = 0;
        countCount = 0;
    }

    /// Reads the span whose length comes next.
    void span(ProtoReader reader) {
        requireRoom(spans.size(), reader);
        int outer = reader.enter();
        int offset = 0;
        int length = 0;
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (tag == OFFSET) {
                offset = (int) reader.zigzag();
            } else if (tag == LENGTH) {
                length = (int) reader.varint();
            } else {
                reader.skip(tag);
            }
        }
        reader.leave(outer);
        spans.add(new Span(offset, length));
    }

    /// Reads several differences, whose length comes next.
    void deltas(ProtoReader reader) {
        int outer = reader.enter();
        while (reader.hasMore()) {
            delta(reader);
        }
        reader.leave(outer);
    }

    void delta(ProtoReader reader) {
        requireRoom(deltaCount, reader);
        if (deltaCount == deltas.length) {
            deltas = Arrays.copyOf(deltas, 2 * deltaCount);
        }
        deltas[deltaCount++] = reader.zigzag();
    }

    /// Reads several counts, whose length comes next.
    void counts(ProtoReader reader) {
        int outer = reader.enter();
        while (reader.hasMore()) {
            count(reader);
        }
        reader.leave(outer);
    }

    void count(ProtoReader reader) {
        requireRoom(countCount, reader);
        if (countCount == counts.length) {
            counts = Arrays.copyOf(counts, 2 * countCount);
        }
        counts[countCount++] = reader.float64();
    }

    private void requireRoom(int used, ProtoReader reader) {
        if (used == MAX_BUCKETS) {
            throw new ProtoException(
                    reader.position(),
                    side + " side: a native histogram with more than " + MAX_BUCKETS + " buckets");
        }
    }

    boolean isEmpty() {
        return spans.isEmpty();
    }

    /// What is wrong with the number of counts; null if nothing is.
    @Nullable String problem(boolean floats) {
        long need = 0;
        for (Span span : spans) {
            need += Integer.toUnsignedLong(span.length());
        }
        int have = floats ? countCount : deltaCount;
        return need == have
                ? null
                : side + " side: spans require " + need + " buckets, have " + have;
    }

    /// @throws IllegalArgumentException if the spans are none
    Buckets toBuckets() {
        return Buckets.ofSpans(spans, Arrays.copyOf(counts, countCount));
    }

    DeltaBuckets toDeltaBuckets() {
        return DeltaBuckets.of(spans, Arrays.copyOf(deltas, deltaCount));
    }
}
