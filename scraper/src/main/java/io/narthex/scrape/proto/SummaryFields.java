package io.narthex.scrape.proto;

import static io.narthex.model.proto.ProtoReader.BYTES;
import static io.narthex.model.proto.ProtoReader.FIXED64;
import static io.narthex.model.proto.ProtoReader.VARINT;
import static io.narthex.model.proto.ProtoReader.tag;

import io.narthex.model.proto.ProtoReader;

/// A summary's numbers beside its quantiles.
///
/// Thread safety: for one thread.
public final class SummaryFields {
    private static final int COUNT = tag(1, VARINT);
    private static final int SUM = tag(2, FIXED64);
    private static final int CREATED = tag(4, BYTES);

    private final ProtoReader reader;
    private long count;
    private double sum;
    private long created;

    /// @param reader the same as that of the families
    public SummaryFields(ProtoReader reader) {
        this.reader = reader;
    }

    /// Reads the metric's summary.
    public void read(MetricFields metric) {
        count = 0;
        sum = 0;
        created = 0;
        reader.seek(metric.messageFrom(), metric.messageTo());
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (tag == COUNT) {
                count = reader.varint();
            } else if (tag == SUM) {
                sum = reader.float64();
            } else if (tag == CREATED) {
                created = TimestampFields.millis(reader);
            } else {
                reader.skip(tag);
            }
        }
    }

    /// How many observations there were.
    public double count() {
        return Counts.either(0, count);
    }

    /// The sum of all observations.
    public double sum() {
        return sum;
    }

    /// When the summary began, epoch milliseconds; 0 where not known.
    public long created() {
        return created;
    }
}
