package io.narthex.scrape.proto;

import static io.narthex.model.proto.ProtoReader.BYTES;
import static io.narthex.model.proto.ProtoReader.FIXED64;
import static io.narthex.model.proto.ProtoReader.VARINT;
import static io.narthex.model.proto.ProtoReader.tag;

import io.narthex.model.Exemplar;
import io.narthex.model.proto.ProtoReader;

import org.jspecify.annotations.Nullable;

/// Goes over the quantiles of a summary, or over the buckets of a classic histogram: both are a
/// place and a value, one after another in field 3.
///
/// Thread safety: for one thread.
public final class PointFields {
    static final int POINT = tag(3, BYTES);

    private static final int QUANTILE = tag(1, FIXED64);
    private static final int VALUE = tag(2, FIXED64);

    private static final int COUNT = tag(1, VARINT);
    private static final int BOUND = tag(2, FIXED64);
    private static final int EXEMPLAR = tag(3, BYTES);
    private static final int COUNT_FLOAT = tag(4, FIXED64);

    private final byte[] body;
    private final ProtoReader reader;
    private int next;
    private int end;
    private boolean quantiles;
    private double place;
    private double value;
    private final Bytes exemplar = new Bytes();

    /// @param reader the same as that of the families
    public PointFields(byte[] body, ProtoReader reader) {
        this.body = body;
        this.reader = reader;
    }

    /// Begins with the metric's message.
    ///
    /// @param summary whether it is a summary's
    public void begin(MetricFields metric, boolean summary) {
        next = metric.messageFrom();
        end = metric.messageTo();
        quantiles = summary;
        exemplar.clear();
    }

    /// Goes to the next one.
    ///
    /// @return whether there is one
    public boolean next() {
        exemplar.clear();
        reader.seek(next, end);
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (tag == POINT) {
                int outer = reader.enter();
                point();
                reader.leave(outer);
                next = reader.position();
                return true;
            }
            reader.skip(tag);
        }
        next = end;
        return false;
    }

    private void point() {
        place = 0;
        value = 0;
        if (quantiles) {
            quantile();
        } else {
            bucket();
        }
    }

    private void quantile() {
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (tag == QUANTILE) {
                place = reader.float64();
            } else if (tag == VALUE) {
                value = reader.float64();
            } else {
                reader.skip(tag);
            }
        }
    }

    private void bucket() {
        long count = 0;
        double countFloat = 0;
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (tag == COUNT) {
                count = reader.varint();
            } else if (tag == COUNT_FLOAT) {
                countFloat = reader.float64();
            } else if (tag == BOUND) {
                place = reader.float64();
            } else if (tag == EXEMPLAR) {
                exemplar.read(reader);
            } else {
                reader.skip(tag);
            }
        }
        value = Counts.either(countFloat, count);
    }

    /// The quantile, or the bucket's upper bound.
    public double place() {
        return place;
    }

    /// The quantile's value, or the bucket's cumulative count.
    public double value() {
        return value;
    }

    /// Whether the bucket has an exemplar.
    public boolean hasExemplar() {
        return !exemplar.isEmpty();
    }

    /// The bucket's exemplar, if it has one; its time is 0 where it has none of its own.
    public @Nullable Exemplar exemplar() {
        return hasExemplar() ? ExemplarFields.read(body, reader, exemplar) : null;
    }
}
