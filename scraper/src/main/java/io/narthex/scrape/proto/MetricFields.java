package io.narthex.scrape.proto;

import static io.narthex.model.proto.ProtoReader.BYTES;
import static io.narthex.model.proto.ProtoReader.FIXED64;
import static io.narthex.model.proto.ProtoReader.VARINT;
import static io.narthex.model.proto.ProtoReader.tag;

import io.narthex.model.Exemplar;
import io.narthex.model.MetricType;
import io.narthex.model.proto.ProtoException;
import io.narthex.model.proto.ProtoReader;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One metric of a family: its labels, its time, and what its type has. Fields of other types are
/// passed over.
///
/// Thread safety: for one thread.
public final class MetricFields {
    private static final int LABEL = tag(1, BYTES);
    private static final int GAUGE = tag(2, BYTES);
    private static final int COUNTER = tag(3, BYTES);
    private static final int SUMMARY = tag(4, BYTES);
    private static final int UNTYPED = tag(5, BYTES);
    private static final int TIMESTAMP = tag(6, VARINT);
    private static final int HISTOGRAM = tag(7, BYTES);

    private static final int VALUE = tag(1, FIXED64);
    private static final int EXEMPLAR = tag(2, BYTES);
    private static final int CREATED = tag(3, BYTES);

    private final byte[] body;
    private final ProtoReader reader;
    private final LabelFields label = new LabelFields();
    private int from;
    private int to;
    private final Bytes message = new Bytes();
    private final Bytes exemplar = new Bytes();
    private long timestamp;
    private double value;
    private long created;

    /// @param reader the same as that of the families
    public MetricFields(byte[] body, ProtoReader reader) {
        this.body = body;
        this.reader = reader;
    }

    /// Reads the metric that is the reader's stretch, to its end.
    void read(MetricType type) {
        int own = tagOf(type);
        from = reader.position();
        to = reader.limit();
        message.clear();
        exemplar.clear();
        timestamp = 0;
        value = 0;
        created = 0;
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (tag == own) {
                message.read(reader);
            } else if (tag == TIMESTAMP) {
                timestamp = reader.varint();
            } else {
                reader.skip(tag);
            }
        }
        if (own == GAUGE || own == COUNTER || own == UNTYPED) {
            number(type == MetricType.COUNTER);
        }
    }

    private static int tagOf(MetricType type) {
        return switch (type) {
            case COUNTER -> COUNTER;
            case GAUGE -> GAUGE;
            case SUMMARY -> SUMMARY;
            case HISTOGRAM, GAUGEHISTOGRAM -> HISTOGRAM;
            case UNKNOWN, INFO, STATESET -> UNTYPED;
        };
    }

    private void number(boolean counter) {
        reader.seek(message.from(), message.to());
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (tag == VALUE) {
                value = reader.float64();
            } else if (tag == EXEMPLAR && counter) {
                exemplar.read(reader);
            } else if (tag == CREATED && counter) {
                created = TimestampFields.millis(reader);
            } else {
                reader.skip(tag);
            }
        }
        reader.seek(to, to);
    }

    /// Copies the labels to a key, as they are encoded.
    public void writeLabels(SeriesKey key) {
        reader.seek(from, to);
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (tag == LABEL) {
                int outer = reader.enter();
                key.label(body, reader.position(), reader.limit());
                reader.leave(outer);
            } else {
                reader.skip(tag);
            }
        }
    }

    /// Adds the labels to a list, name and value one after the other.
    ///
    /// @throws ProtoException if a name or value is none
    public void addLabels(List<String> pairs) {
        reader.seek(from, to);
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (tag == LABEL) {
                int outer = reader.enter();
                label.read(reader);
                pairs.add(label.name(body));
                pairs.add(label.value(body));
                reader.leave(outer);
            } else {
                reader.skip(tag);
            }
        }
    }

    /// The sample's own timestamp, epoch milliseconds; 0 where it has none.
    public long timestamp() {
        return timestamp;
    }

    /// The value of a counter, gauge or untyped metric.
    public double value() {
        return value;
    }

    /// When a counter began, epoch milliseconds; 0 where not known.
    public long created() {
        return created;
    }

    /// Whether a counter has an exemplar.
    public boolean hasExemplar() {
        return !exemplar.isEmpty();
    }

    /// The exemplar of a counter that has one; its time is 0 where it has none of its own.
    public @Nullable Exemplar exemplar() {
        return hasExemplar() ? ExemplarFields.read(body, reader, exemplar) : null;
    }

    /// Where the message of the metric's type begins.
    int messageFrom() {
        return message.from();
    }

    /// Where it ends, exclusive.
    int messageTo() {
        return message.to();
    }
}
