package io.narthex.remote.otlp;

import io.narthex.model.proto.ProtoReader;
import io.narthex.remote.wire.RefusedException;

import org.jspecify.annotations.Nullable;

/// What a metric says of itself, and where its points lie.
///
/// Thread safety: for one thread; reuse it.
final class MetricHeader {
    static final int DATA_POINT = 1 << 3 | ProtoReader.BYTES;
    static final int CUMULATIVE = 2;
    private static final int DELTA = 1;
    private static final int NAME = 1 << 3 | ProtoReader.BYTES;
    private static final int UNIT = 3 << 3 | ProtoReader.BYTES;
    private static final int GAUGE = 5 << 3 | ProtoReader.BYTES;
    private static final int SUM = 7 << 3 | ProtoReader.BYTES;
    private static final int HISTOGRAM = 9 << 3 | ProtoReader.BYTES;
    private static final int EXPONENTIAL_HISTOGRAM = 10 << 3 | ProtoReader.BYTES;
    private static final int SUMMARY = 11 << 3 | ProtoReader.BYTES;
    private static final int TEMPORALITY = 2 << 3 | ProtoReader.VARINT;
    private static final int MONOTONIC = 3 << 3 | ProtoReader.VARINT;

    private final byte[] bytes;
    private final AttributeReader texts;
    private final ProtoReader reader = new ProtoReader();
    private String name = "";
    private String unit = "";
    private @Nullable OtlpType type;
    private int dataFrom;
    private int dataTo;
    private int temporality;

    MetricHeader(byte[] bytes, AttributeReader texts) {
        this.bytes = bytes;
        this.texts = texts;
    }

    /// Reads a `Metric`.
    void read(int from, int to) throws RefusedException {
        name = "";
        unit = "";
        type = null;
        temporality = 0;
        dataFrom = 0;
        dataTo = 0;
        reader.reset(bytes, from, to);
        while (reader.hasMore()) {
            int tag = reader.tag();
            if ((tag & 7) == ProtoReader.BYTES) {
                int length = reader.length();
                int at = reader.position();
                field(tag, at, at + length);
                reader.advance(length);
            } else {
                reader.skip(tag);
            }
        }
        if (type != null && type.hasTemporality()) {
            data();
        }
    }

    private void field(int tag, int from, int to) throws RefusedException {
        @Nullable OtlpType found =
                switch (tag) {
                    case GAUGE -> OtlpType.GAUGE;
                    case SUM -> OtlpType.UP_DOWN_COUNTER;
                    case HISTOGRAM -> OtlpType.HISTOGRAM;
                    case EXPONENTIAL_HISTOGRAM -> OtlpType.EXPONENTIAL_HISTOGRAM;
                    case SUMMARY -> OtlpType.SUMMARY;
                    default -> null;
                };
        if (found != null) {
            type = found;
            dataFrom = from;
            dataTo = to;
        } else if (tag == NAME) {
            name = texts.text(from, to);
        } else if (tag == UNIT) {
            unit = texts.text(from, to);
        }
    }

    private void data() {
        reader.reset(bytes, dataFrom, dataTo);
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (tag == TEMPORALITY) {
                temporality = (int) reader.varint();
            } else if (tag == MONOTONIC && isSum()) {
                type = reader.varint() != 0 ? OtlpType.COUNTER : OtlpType.UP_DOWN_COUNTER;
            } else {
                reader.skip(tag);
            }
        }
    }

    private boolean isSum() {
        return type == OtlpType.UP_DOWN_COUNTER || type == OtlpType.COUNTER;
    }

    String name() {
        return name;
    }

    String unit() {
        return unit;
    }

    /// What the metric is, or null where that is not known here.
    @Nullable OtlpType type() {
        return type;
    }

    int dataFrom() {
        return dataFrom;
    }

    int dataTo() {
        return dataTo;
    }

    /// How points relate to those before; 0 where the metric does not say.
    int temporality() {
        return temporality;
    }

    /// Whether points tell what has come since the one before.
    boolean isDelta() {
        return temporality == DELTA;
    }
}
