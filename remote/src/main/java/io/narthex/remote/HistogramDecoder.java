package io.narthex.remote;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.StartTimestampAppender;
import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.Buckets.Span;
import io.narthex.model.histogram.DeltaBuckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.model.histogram.Histogram;
import io.narthex.model.histogram.HistogramSchema;
import io.narthex.model.proto.ProtoException;
import io.narthex.model.proto.ProtoReader;
import io.narthex.remote.wire.LongList;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Reads the `Histogram` of remote write, which is the same message in 1.0 and 2.0 but for the
/// start timestamp.
///
/// Thread safety: for one thread; reuse it.
final class HistogramDecoder {
    /// More spans, buckets and bounds than this are not looked at: a span of no bytes is an object
    /// of many. Stores take less in the end; finer schemas may come with more at first.
    private static final int MAX_PARTS = 20_000;

    private static final int COUNT_INT = 1 << 3 | ProtoReader.VARINT;
    private static final int COUNT_FLOAT = 2 << 3 | ProtoReader.FIXED64;
    private static final int SUM = 3 << 3 | ProtoReader.FIXED64;
    private static final int SCHEMA = 4 << 3 | ProtoReader.VARINT;
    private static final int ZERO_THRESHOLD = 5 << 3 | ProtoReader.FIXED64;
    private static final int ZERO_COUNT_INT = 6 << 3 | ProtoReader.VARINT;
    private static final int ZERO_COUNT_FLOAT = 7 << 3 | ProtoReader.FIXED64;
    private static final int NEGATIVE_SPANS = 8;
    private static final int NEGATIVE_DELTAS = 9;
    private static final int NEGATIVE_COUNTS = 10;
    private static final int POSITIVE_SPANS = 11;
    private static final int POSITIVE_DELTAS = 12;
    private static final int POSITIVE_COUNTS = 13;
    private static final int RESET_HINT = 14 << 3 | ProtoReader.VARINT;
    private static final int TIMESTAMP = 15 << 3 | ProtoReader.VARINT;
    private static final int CUSTOM_VALUES = 16;
    private static final int START_TIMESTAMP = 17 << 3 | ProtoReader.VARINT;
    private static final int SPAN_OFFSET = 1 << 3 | ProtoReader.VARINT;
    private static final int SPAN_LENGTH = 2 << 3 | ProtoReader.VARINT;

    private final ProtoReader reader = new ProtoReader();
    private final ProtoReader spanReader = new ProtoReader();
    private final List<Span> positiveSpans = new ArrayList<>();
    private final List<Span> negativeSpans = new ArrayList<>();
    private final LongList positiveDeltas = new LongList();
    private final LongList negativeDeltas = new LongList();
    private final LongList positiveCounts = new LongList();
    private final LongList negativeCounts = new LongList();
    private final LongList bounds = new LongList();

    private boolean floats;
    private long count;
    private double floatCount;
    private long zeroCount;
    private double floatZeroCount;
    private double sum;
    private int schema;
    private double zeroThreshold;
    private ResetHint hint = ResetHint.UNKNOWN;
    private long timestamp;
    private long startTimestamp;

    private @Nullable Histogram integer;
    private @Nullable FloatHistogram floating;
    private @Nullable String problem;

    /// Reads a message.
    ///
    /// @throws ProtoException if its encoding is broken
    void decode(byte[] bytes, int from, int to) {
        clear();
        reader.reset(bytes, from, to);
        while (reader.hasMore()) {
            field(bytes, reader.tag());
        }
        build();
    }

    /// When, epoch milliseconds.
    long timestamp() {
        return timestamp;
    }

    /// Since when, epoch milliseconds; 0 where the message does not say.
    long startTimestamp() {
        return startTimestamp;
    }

    /// What is wrong with the histogram, in Prometheus' words; null if nothing is.
    @Nullable String problem() {
        return problem;
    }

    /// Gives the histogram to a store.
    ///
    /// @param starts the same appender, if the start timestamp is to be stored with it
    AppendStatus append(Appender appender, long ref, @Nullable StartTimestampAppender starts) {
        if (integer != null) {
            return starts == null
                    ? appender.append(ref, timestamp, integer)
                    : starts.append(ref, timestamp, integer, startTimestamp);
        }
        if (floating != null) {
            return starts == null
                    ? appender.append(ref, timestamp, floating)
                    : starts.append(ref, timestamp, floating, startTimestamp);
        }
        return AppendStatus.INVALID_HISTOGRAM;
    }

    /// The histogram without observations that its start timestamp stands for.
    FloatHistogram zero() {
        return new FloatHistogram(
                Math.min(schema, HistogramSchema.MAX),
                zeroThreshold,
                0,
                0,
                0,
                Buckets.NONE,
                Buckets.NONE,
                bounds.toDoubles(),
                ResetHint.COUNTER_RESET);
    }

    private void clear() {
        positiveSpans.clear();
        negativeSpans.clear();
        positiveDeltas.clear();
        negativeDeltas.clear();
        positiveCounts.clear();
        negativeCounts.clear();
        bounds.clear();
        floats = false;
        count = 0;
        floatCount = 0;
        zeroCount = 0;
        floatZeroCount = 0;
        sum = 0;
        schema = 0;
        zeroThreshold = 0;
        hint = ResetHint.UNKNOWN;
        timestamp = 0;
        startTimestamp = 0;
        integer = null;
        floating = null;
        problem = null;
    }

    private void field(byte[] bytes, int tag) {
        switch (tag) {
            case COUNT_INT -> {
                count = reader.varint();
                floats = false;
            }
            case COUNT_FLOAT -> {
                floatCount = reader.float64();
                floats = true;
            }
            case SUM -> sum = reader.float64();
            case SCHEMA -> schema = (int) reader.zigzag();
            case ZERO_THRESHOLD -> zeroThreshold = reader.float64();
            case ZERO_COUNT_INT -> zeroCount = reader.varint();
            case ZERO_COUNT_FLOAT -> floatZeroCount = reader.float64();
            case RESET_HINT -> hint = hint(reader.varint());
            case TIMESTAMP -> timestamp = reader.varint();
            case START_TIMESTAMP -> startTimestamp = reader.varint();
            default -> repeated(bytes, tag);
        }
    }

    private void repeated(byte[] bytes, int tag) {
        switch (tag >>> 3) {
            case NEGATIVE_SPANS -> span(bytes, tag, negativeSpans);
            case NEGATIVE_DELTAS -> deltas(tag, negativeDeltas);
            case NEGATIVE_COUNTS -> doubles(tag, negativeCounts);
            case POSITIVE_SPANS -> span(bytes, tag, positiveSpans);
            case POSITIVE_DELTAS -> deltas(tag, positiveDeltas);
            case POSITIVE_COUNTS -> doubles(tag, positiveCounts);
            case CUSTOM_VALUES -> doubles(tag, bounds);
            default -> reader.skip(tag);
        }
    }

    private void span(byte[] bytes, int tag, List<Span> spans) {
        if ((tag & 7) != ProtoReader.BYTES) {
            reader.skip(tag);
            return;
        }
        int length = reader.length();
        int offset = 0;
        int buckets = 0;
        spanReader.reset(bytes, reader.position(), reader.position() + length);
        while (spanReader.hasMore()) {
            int field = spanReader.tag();
            switch (field) {
                case SPAN_OFFSET -> offset = (int) spanReader.zigzag();
                case SPAN_LENGTH -> buckets = (int) spanReader.varint();
                default -> spanReader.skip(field);
            }
        }
        reader.advance(length);
        if (hasRoom()) {
            spans.add(new Span(offset, buckets));
        }
    }

    /// Packed or not, as protobuf lets writers choose.
    private void deltas(int tag, LongList list) {
        switch (tag & 7) {
            case ProtoReader.VARINT -> add(list, reader.zigzag());
            case ProtoReader.BYTES -> {
                int end = reader.length() + reader.position();
                while (reader.position() < end) {
                    add(list, reader.zigzag());
                }
            }
            default -> reader.skip(tag);
        }
    }

    private void doubles(int tag, LongList list) {
        switch (tag & 7) {
            case ProtoReader.FIXED64 -> add(list, reader.fixed64());
            case ProtoReader.BYTES -> {
                int end = reader.length() + reader.position();
                while (reader.position() < end) {
                    add(list, reader.fixed64());
                }
            }
            default -> reader.skip(tag);
        }
    }

    private void add(LongList list, long value) {
        if (hasRoom()) {
            list.add(value);
        }
    }

    private boolean hasRoom() {
        int parts =
                positiveSpans.size()
                        + negativeSpans.size()
                        + positiveDeltas.size()
                        + negativeDeltas.size()
                        + positiveCounts.size()
                        + negativeCounts.size()
                        + bounds.size();
        if (parts < MAX_PARTS) {
            return true;
        }
        problem = "histogram has more than " + MAX_PARTS + " spans, buckets and bounds";
        return false;
    }

    private void build() {
        if (problem == null && !HistogramSchema.isKnown(schema)) {
            problem = HistogramSchema.unknown(schema);
        }
        if (problem != null) {
            return;
        }
        try {
            if (floats) {
                FloatHistogram h = floatHistogram().limitResolution(HistogramSchema.MAX);
                problem = h.problem();
                floating = problem == null ? h : null;
            } else {
                Histogram h = histogram().limitResolution(HistogramSchema.MAX);
                problem = h.problem();
                integer = problem == null ? h : null;
            }
        } catch (IllegalArgumentException e) {
            problem = String.valueOf(e.getMessage());
        }
    }

    private Histogram histogram() {
        return new Histogram(
                schema,
                zeroThreshold,
                zeroCount,
                count,
                sum,
                DeltaBuckets.of(positiveSpans, positiveDeltas.toLongs()),
                DeltaBuckets.of(negativeSpans, negativeDeltas.toLongs()),
                bounds.toDoubles(),
                hint);
    }

    private FloatHistogram floatHistogram() {
        return new FloatHistogram(
                schema,
                zeroThreshold,
                floatZeroCount,
                floatCount,
                sum,
                Buckets.ofSpans(positiveSpans, positiveCounts.toDoubles()),
                Buckets.ofSpans(negativeSpans, negativeCounts.toDoubles()),
                bounds.toDoubles(),
                hint);
    }

    private static ResetHint hint(long number) {
        ResetHint[] hints = ResetHint.values();
        return number >= 0 && number < hints.length ? hints[(int) number] : ResetHint.UNKNOWN;
    }
}
