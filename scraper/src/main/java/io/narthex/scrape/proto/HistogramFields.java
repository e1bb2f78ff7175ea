package io.narthex.scrape.proto;

import static io.narthex.model.proto.ProtoReader.BYTES;
import static io.narthex.model.proto.ProtoReader.FIXED64;
import static io.narthex.model.proto.ProtoReader.VARINT;
import static io.narthex.model.proto.ProtoReader.tag;

import io.narthex.model.Exemplar;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.model.histogram.Histogram;
import io.narthex.model.proto.ProtoException;
import io.narthex.model.proto.ProtoReader;

import java.util.ArrayList;
import java.util.List;

/// A histogram: the numbers of a classic one beside its buckets, and all of a native one.
///
/// Thread safety: for one thread.
public final class HistogramFields {
    private static final int COUNT = tag(1, VARINT);
    private static final int SUM = tag(2, FIXED64);
    private static final int COUNT_FLOAT = tag(4, FIXED64);
    private static final int SCHEMA = tag(5, VARINT);
    private static final int ZERO_THRESHOLD = tag(6, FIXED64);
    private static final int ZERO_COUNT = tag(7, VARINT);
    private static final int ZERO_COUNT_FLOAT = tag(8, FIXED64);
    private static final int NEGATIVE_SPAN = tag(9, BYTES);
    private static final int NEGATIVE_DELTA = tag(10, VARINT);
    private static final int NEGATIVE_DELTAS = tag(10, BYTES);
    private static final int NEGATIVE_COUNT = tag(11, FIXED64);
    private static final int NEGATIVE_COUNTS = tag(11, BYTES);
    private static final int POSITIVE_SPAN = tag(12, BYTES);
    private static final int POSITIVE_DELTA = tag(13, VARINT);
    private static final int POSITIVE_DELTAS = tag(13, BYTES);
    private static final int POSITIVE_COUNT = tag(14, FIXED64);
    private static final int POSITIVE_COUNTS = tag(14, BYTES);
    private static final int CREATED = tag(15, BYTES);
    private static final int EXEMPLAR = tag(16, BYTES);

    /// More than any client library keeps: so many exemplars of one histogram are read.
    private static final int MAX_EXEMPLARS = 1000;

    private final byte[] body;
    private final ProtoReader reader;
    private final boolean wantsNative;
    private int from;
    private int to;
    private long count;
    private double countFloat;
    private double sum;
    private boolean buckets;
    private boolean ownExemplars;
    private int schema;
    private double zeroThreshold;
    private long zeroCount;
    private double zeroCountFloat;
    private final SpanFields positive = new SpanFields("positive");
    private final SpanFields negative = new SpanFields("negative");
    private long created;

    /// @param reader the same as that of the families
    /// @param wantsNative whether the fields of native histograms are read at all
    public HistogramFields(byte[] body, ProtoReader reader, boolean wantsNative) {
        this.body = body;
        this.reader = reader;
        this.wantsNative = wantsNative;
    }

    /// Reads the metric's histogram.
    ///
    /// @throws ProtoException if it is none, or has too many buckets
    public void read(MetricFields metric) {
        clear();
        from = metric.messageFrom();
        to = metric.messageTo();
        reader.seek(from, to);
        while (reader.hasMore()) {
            int tag = reader.tag();
            boolean read = classic(tag) || wantsNative && (nativeNumber(tag) || nativeSide(tag));
            if (!read) {
                reader.skip(tag);
            }
        }
    }

    private void clear() {
        count = 0;
        countFloat = 0;
        sum = 0;
        buckets = false;
        ownExemplars = false;
        schema = 0;
        zeroThreshold = 0;
        zeroCount = 0;
        zeroCountFloat = 0;
        positive.clear();
        negative.clear();
        created = 0;
    }

    /// @return whether the field was read
    private boolean classic(int tag) {
        if (tag == COUNT) {
            count = reader.varint();
        } else if (tag == SUM) {
            sum = reader.float64();
        } else if (tag == COUNT_FLOAT) {
            countFloat = reader.float64();
        } else if (tag == CREATED) {
            created = TimestampFields.millis(reader);
        } else {
            buckets |= tag == PointFields.POINT;
            ownExemplars |= tag == EXEMPLAR;
            return false;
        }
        return true;
    }

    private boolean nativeNumber(int tag) {
        if (tag == SCHEMA) {
            schema = (int) reader.zigzag();
        } else if (tag == ZERO_THRESHOLD) {
            zeroThreshold = reader.float64();
        } else if (tag == ZERO_COUNT) {
            zeroCount = reader.varint();
        } else if (tag == ZERO_COUNT_FLOAT) {
            zeroCountFloat = reader.float64();
        } else {
            return false;
        }
        return true;
    }

    private boolean nativeSide(int tag) {
        if (tag == POSITIVE_SPAN) {
            positive.span(reader);
        } else if (tag == POSITIVE_DELTAS) {
            positive.deltas(reader);
        } else if (tag == POSITIVE_DELTA) {
            positive.delta(reader);
        } else if (tag == POSITIVE_COUNTS) {
            positive.counts(reader);
        } else if (tag == POSITIVE_COUNT) {
            positive.count(reader);
        } else {
            return negativeSide(tag);
        }
        return true;
    }

    private boolean negativeSide(int tag) {
        if (tag == NEGATIVE_SPAN) {
            negative.span(reader);
        } else if (tag == NEGATIVE_DELTAS) {
            negative.deltas(reader);
        } else if (tag == NEGATIVE_DELTA) {
            negative.delta(reader);
        } else if (tag == NEGATIVE_COUNTS) {
            negative.counts(reader);
        } else if (tag == NEGATIVE_COUNT) {
            negative.count(reader);
        } else {
            return false;
        }
        return true;
    }

    /// How many observations there were.
    public double count() {
        return Counts.either(countFloat, count);
    }

    /// The sum of all observations.
    public double sum() {
        return sum;
    }

    /// When the histogram began, epoch milliseconds; 0 where not known.
    public long created() {
        return created;
    }

    /// Whether there are buckets of a classic histogram.
    public boolean hasBuckets() {
        return buckets;
    }

    /// Whether there is a native histogram. One without any observation says so by a span of no
    /// buckets.
    public boolean isNative() {
        return !positive.isEmpty() || !negative.isEmpty() || zeroThreshold > 0 || zeroCount != 0;
    }

    /// Whether the native histogram has float counts.
    public boolean isFloat() {
        return countFloat > 0 || zeroCountFloat > 0;
    }

    /// The native histogram with integer counts, without empty buckets.
    ///
    /// @throws ProtoException if its parts do not fit each other
    public Histogram toHistogram(ResetHint hint) {
        requireFit();
        try {
            return new Histogram(
                            schema,
                            zeroThreshold,
                            zeroCount,
                            count,
                            sum,
                            positive.toDeltaBuckets(),
                            negative.toDeltaBuckets(),
                            new double[0],
                            hint)
                    .compact(0);
        } catch (IllegalArgumentException e) {
            throw new ProtoException(from, String.valueOf(e.getMessage()));
        }
    }

    /// The native histogram with float counts, without empty buckets.
    ///
    /// @throws ProtoException if its parts do not fit each other
    public FloatHistogram toFloatHistogram(ResetHint hint) {
        requireFit();
        try {
            return new FloatHistogram(
                            schema,
                            zeroThreshold,
                            zeroCountFloat,
                            countFloat,
                            sum,
                            positive.toBuckets(),
                            negative.toBuckets(),
                            new double[0],
                            hint)
                    .compact();
        } catch (IllegalArgumentException e) {
            throw new ProtoException(from, String.valueOf(e.getMessage()));
        }
    }

    private void requireFit() {
        boolean floats = isFloat();
        String problem = positive.problem(floats);
        if (problem == null) {
            problem = negative.problem(floats);
        }
        if (problem != null) {
            throw new ProtoException(from, problem);
        }
    }

    /// The exemplars of the native histogram, which are those of the classic buckets where it has
    /// none of its own; without those that have no time, as senders must give one.
    ///
    /// @param points goes over the metric's buckets
    public List<Exemplar> exemplars(PointFields points) {
        List<Exemplar> found = new ArrayList<>();
        if (ownExemplars) {
            own(found);
            return found;
        }
        while (found.size() < MAX_EXEMPLARS && points.next()) {
            Exemplar exemplar = points.exemplar();
            if (exemplar != null && exemplar.hasTimestamp()) {
                found.add(exemplar);
            }
        }
        return found;
    }

    private void own(List<Exemplar> found) {
        Bytes where = new Bytes();
        int next = from;
        while (found.size() < MAX_EXEMPLARS) {
            reader.seek(next, to);
            if (!reader.hasMore()) {
                return;
            }
            int tag = reader.tag();
            if (tag != EXEMPLAR) {
                reader.skip(tag);
                next = reader.position();
                continue;
            }
            where.read(reader);
            next = where.to();
            Exemplar exemplar = ExemplarFields.read(body, reader, where);
            if (exemplar.hasTimestamp()) {
                found.add(exemplar);
            }
        }
    }
}
