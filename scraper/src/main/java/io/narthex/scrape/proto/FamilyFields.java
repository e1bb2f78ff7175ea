package io.narthex.scrape.proto;

import static io.narthex.model.proto.ProtoReader.BYTES;
import static io.narthex.model.proto.ProtoReader.VARINT;
import static io.narthex.model.proto.ProtoReader.tag;

import io.narthex.model.MetricType;
import io.narthex.model.proto.ProtoException;
import io.narthex.model.proto.ProtoReader;

import java.nio.charset.StandardCharsets;

/// Goes over the metric families of a body, and over the metrics of each.
///
/// Thread safety: for one thread.
public final class FamilyFields {
    private static final int NAME = tag(1, BYTES);
    private static final int HELP = tag(2, BYTES);
    private static final int TYPE = tag(3, VARINT);
    private static final int METRIC = tag(4, BYTES);
    private static final int UNIT = tag(5, BYTES);

    /// Types by their number.
    private static final MetricType[] TYPES = {
        MetricType.COUNTER,
        MetricType.GAUGE,
        MetricType.SUMMARY,
        MetricType.UNKNOWN,
        MetricType.HISTOGRAM,
        MetricType.GAUGEHISTOGRAM
    };

    /// Longest name that a message shows.
    private static final int MAX_SHOWN = 80;

    private final byte[] body;
    private final int length;
    private final ProtoReader reader;
    private int next;
    private int end;
    private int nextMetric;
    private final Bytes name = new Bytes();
    private final Bytes help = new Bytes();
    private final Bytes unit = new Bytes();
    private long type;

    /// @param reader for nobody else
    public FamilyFields(byte[] body, int length, ProtoReader reader) {
        this.body = body;
        this.length = length;
        this.reader = reader;
    }

    /// Goes to the next family.
    ///
    /// @return whether there is one
    /// @throws ProtoException if the bytes are none
    public boolean next() {
        if (next >= length) {
            return false;
        }
        name.clear();
        help.clear();
        unit.clear();
        type = 0;
        reader.reset(body, next, length);
        int _ = reader.enter();
        end = reader.limit();
        nextMetric = end;
        next = end;
        while (reader.hasMore()) {
            field(reader.position(), reader.tag());
        }
        return true;
    }

    private void field(int at, int tag) {
        if (tag == NAME) {
            name.read(reader);
        } else if (tag == HELP) {
            help.read(reader);
        } else if (tag == UNIT) {
            unit.read(reader);
        } else if (tag == TYPE) {
            type = reader.varint();
        } else {
            if (tag == METRIC) {
                nextMetric = Math.min(nextMetric, at);
            }
            reader.skip(tag);
        }
    }

    /// Reads the next metric of the family.
    ///
    /// @return whether there is one
    /// @throws ProtoException if the bytes are none
    public boolean nextMetric(MetricFields metric) {
        reader.seek(nextMetric, end);
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (tag == METRIC) {
                int outer = reader.enter();
                metric.read(type());
                reader.leave(outer);
                nextMetric = reader.position();
                return true;
            }
            reader.skip(tag);
        }
        nextMetric = end;
        return false;
    }

    /// The family's name.
    ///
    /// @throws ProtoException if it is none
    public String name() {
        String text = name.text(body, "metric name");
        if (text.isEmpty()) {
            throw new ProtoException(name.from(), "a metric family without a name");
        }
        return text;
    }

    /// Where the family's current metric ends, for messages.
    public int position() {
        return nextMetric;
    }

    /// The family's name for a message, whatever it is.
    public String shownName() {
        int size = Math.min(name.to() - name.from(), MAX_SHOWN);
        return '"' + new String(body, name.from(), size, StandardCharsets.UTF_8) + '"';
    }

    /// What the family is about.
    ///
    /// @throws ProtoException if it is not UTF-8
    public String help() {
        return help.text(body, "help");
    }

    /// The family's unit, often empty.
    ///
    /// @throws ProtoException if it is not UTF-8
    public String unit() {
        return unit.text(body, "unit");
    }

    /// The family's type.
    ///
    /// @throws ProtoException if it is none that is known
    public MetricType type() {
        if (type < 0 || type >= TYPES.length) {
            throw new ProtoException(name.from(), "unknown metric type " + type);
        }
        return TYPES[(int) type];
    }

    /// Copies the name's bytes to a key.
    public void writeName(SeriesKey key) {
        key.begin(body, name.from(), name.to());
    }
}
