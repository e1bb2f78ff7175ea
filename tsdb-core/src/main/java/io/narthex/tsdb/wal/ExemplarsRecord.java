package io.narthex.tsdb.wal;

import io.narthex.model.Exemplar;
import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.MalformedException;

import java.util.ArrayList;
import java.util.List;

/// Writes and reads exemplars, in the order in which they came.
///
/// ```text
/// number of exemplars (varint)
/// per exemplar: difference of its series' reference to the one before (zigzag), of its time
///               (zigzag), value (8), 1 where the time is its own or else 0, its label set
/// ```
///
/// [RecordTexts] has the label sets.
///
/// Thread safety: for one thread.
public final class ExemplarsRecord extends LabeledRecord {
    private long lastTime;

    /// An empty record.
    ExemplarsRecord() {}

    /// Gets what a record holds.
    interface Visitor {
        void exemplar(long ref, Exemplar exemplar);
    }

    /// Adds an exemplar of a series.
    public void add(long ref, Exemplar exemplar) {
        begin(ref);
        body.putZigzag(exemplar.timestamp() - lastTime);
        body.putLong(Double.doubleToRawLongBits(exemplar.value()));
        body.put(exemplar.hasTimestamp() ? 1 : 0);
        texts.write(exemplar.labels(), body);
        lastTime = exemplar.timestamp();
    }

    @Override
    void clear() {
        super.clear();
        lastTime = 0;
    }

    private record Read(long ref, Exemplar exemplar) {}

    /// Reads a record, as a whole or not at all.
    ///
    /// @throws MalformedException if it is none
    static void read(ByteReader in, Visitor visitor) {
        RecordTexts.Reader texts = new RecordTexts.Reader(in);
        int n = in.getCount();
        List<Read> all = new ArrayList<>();
        long ref = 0;
        long time = 0;
        for (int i = 0; i < n; i++) {
            ref += in.getZigzag();
            time += in.getZigzag();
            double value = Double.longBitsToDouble(in.getLong());
            boolean own = in.get() == 1;
            all.add(new Read(ref, new Exemplar(texts.labels(), value, time, own)));
        }
        all.forEach(r -> visitor.exemplar(r.ref, r.exemplar));
    }
}
