package io.narthex.remote.otlp;

import io.narthex.model.proto.ProtoReader;
import io.narthex.remote.wire.LongList;
import io.narthex.remote.wire.RefusedException;

/// Reads data points. What all have in common has other numbers in each.
///
/// Thread safety: for one thread; reuse it.
final class PointReader {
    private static final int START = 2 << 3 | ProtoReader.FIXED64;
    private static final int TIME = 3 << 3 | ProtoReader.FIXED64;
    private static final int COUNT = 4 << 3 | ProtoReader.FIXED64;
    private static final int SUM = 5 << 3 | ProtoReader.FIXED64;
    private static final int AS_DOUBLE = 4 << 3 | ProtoReader.FIXED64;
    private static final int AS_INT = 6 << 3 | ProtoReader.FIXED64;
    private static final int NO_RECORDED_VALUE = 1;

    /// More buckets, bounds or quantiles than this are no metric.
    private static final int MAX_PARTS = 20_000;

    private final byte[] bytes;
    private final AttributeReader attributes;
    private final ExemplarReader exemplars;
    private final ProtoReader reader = new ProtoReader();
    private final ProtoReader nested = new ProtoReader();

    PointReader(byte[] bytes, AttributeReader attributes) {
        this.bytes = bytes;
        this.attributes = attributes;
        this.exemplars = new ExemplarReader(bytes, attributes);
    }

    /// Reads a point.
    void read(OtlpType type, int from, int to, DataPoint point) throws RefusedException {
        point.clear();
        reader.reset(bytes, from, to);
        while (reader.hasMore()) {
            int tag = reader.tag();
            switch (tag) {
                case START -> point.start = reader.fixed64();
                case TIME -> point.time = reader.fixed64();
                default -> {
                    switch (type) {
                        case GAUGE, COUNTER, UP_DOWN_COUNTER -> number(tag, point);
                        case HISTOGRAM -> histogram(tag, point);
                        case EXPONENTIAL_HISTOGRAM -> exponential(tag, point);
                        case SUMMARY -> summary(tag, point);
                    }
                }
            }
        }
    }

    private void number(int tag, DataPoint point) throws RefusedException {
        switch (tag) {
            case AS_DOUBLE -> point.value = reader.float64();
            case AS_INT -> point.value = reader.fixed64();
            case 5 << 3 | ProtoReader.BYTES -> exemplar(point);
            case 7 << 3 | ProtoReader.BYTES -> attribute(point);
            case 8 << 3 -> flags(point);
            default -> reader.skip(tag);
        }
    }

    private void histogram(int tag, DataPoint point) throws RefusedException {
        switch (tag) {
            case COUNT -> point.count = reader.fixed64();
            case SUM -> sum(point);
            case 6 << 3 | ProtoReader.BYTES, 6 << 3 | ProtoReader.FIXED64 ->
                    fixed(tag, point.counts);
            case 7 << 3 | ProtoReader.BYTES, 7 << 3 | ProtoReader.FIXED64 ->
                    fixed(tag, point.bounds);
            case 8 << 3 | ProtoReader.BYTES -> exemplar(point);
            case 9 << 3 | ProtoReader.BYTES -> attribute(point);
            case 10 << 3 -> flags(point);
            default -> reader.skip(tag);
        }
    }

    /// The width of the zero bucket is passed over, as in Prometheus.
    private void exponential(int tag, DataPoint point) throws RefusedException {
        switch (tag) {
            case 1 << 3 | ProtoReader.BYTES -> attribute(point);
            case COUNT -> point.count = reader.fixed64();
            case SUM -> sum(point);
            case 6 << 3 -> point.scale = (int) reader.zigzag();
            case 7 << 3 | ProtoReader.FIXED64 -> point.zeroCount = reader.fixed64();
            case 8 << 3 | ProtoReader.BYTES -> point.offset = buckets(point.counts);
            case 9 << 3 | ProtoReader.BYTES -> point.negativeOffset = buckets(point.negativeCounts);
            case 10 << 3 -> flags(point);
            case 11 << 3 | ProtoReader.BYTES -> exemplar(point);
            default -> reader.skip(tag);
        }
    }

    private void summary(int tag, DataPoint point) throws RefusedException {
        switch (tag) {
            case COUNT -> point.count = reader.fixed64();
            case SUM -> sum(point);
            case 6 << 3 | ProtoReader.BYTES -> quantile(point.quantiles);
            case 7 << 3 | ProtoReader.BYTES -> attribute(point);
            case 8 << 3 -> flags(point);
            default -> reader.skip(tag);
        }
    }

    private void sum(DataPoint point) {
        point.hasSum = true;
        point.sum = reader.float64();
    }

    private void flags(DataPoint point) {
        point.stale = (reader.varint() & NO_RECORDED_VALUE) != 0;
    }

    private void attribute(DataPoint point) throws RefusedException {
        int length = reader.length();
        attributes.read(reader.position(), reader.position() + length, point.attributes);
        reader.advance(length);
    }

    private void exemplar(DataPoint point) throws RefusedException {
        int length = reader.length();
        exemplars.read(reader.position(), reader.position() + length, point.exemplars);
        reader.advance(length);
    }

    /// Numbers of eight bytes, packed or not.
    private void fixed(int tag, LongList list) throws RefusedException {
        if ((tag & 7) == ProtoReader.FIXED64) {
            add(list, reader.fixed64());
            return;
        }
        int end = reader.length() + reader.position();
        while (reader.position() < end) {
            add(list, reader.fixed64());
        }
    }

    private void quantile(LongList quantiles) throws RefusedException {
        int length = reader.length();
        nested.reset(bytes, reader.position(), reader.position() + length);
        long quantile = 0;
        long value = 0;
        while (nested.hasMore()) {
            int tag = nested.tag();
            switch (tag) {
                case 1 << 3 | ProtoReader.FIXED64 -> quantile = nested.fixed64();
                case 2 << 3 | ProtoReader.FIXED64 -> value = nested.fixed64();
                default -> nested.skip(tag);
            }
        }
        reader.advance(length);
        add(quantiles, quantile);
        add(quantiles, value);
    }

    /// Reads buckets of an exponential histogram.
    ///
    /// @return the index of the first one
    private int buckets(LongList counts) throws RefusedException {
        int length = reader.length();
        int offset = 0;
        nested.reset(bytes, reader.position(), reader.position() + length);
        while (nested.hasMore()) {
            int tag = nested.tag();
            switch (tag) {
                case 1 << 3 -> offset = (int) nested.zigzag();
                case 2 << 3 -> add(counts, nested.varint());
                case 2 << 3 | ProtoReader.BYTES -> {
                    int end = nested.length() + nested.position();
                    while (nested.position() < end) {
                        add(counts, nested.varint());
                    }
                }
                default -> nested.skip(tag);
            }
        }
        reader.advance(length);
        return offset;
    }

    private static void add(LongList list, long value) throws RefusedException {
        if (list.size() == MAX_PARTS) {
            throw RefusedException.malformed("a data point has more than " + MAX_PARTS + " parts");
        }
        list.add(value);
    }
}
