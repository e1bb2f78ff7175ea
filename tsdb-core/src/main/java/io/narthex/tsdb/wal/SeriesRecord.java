package io.narthex.tsdb.wal;

import io.narthex.model.Labels;
import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.MalformedException;

/// Writes and reads references with their labels.
///
/// ```text
/// number of series (varint)
/// per series: difference of its reference to the one before (zigzag), its label set
/// ```
///
/// [RecordTexts] has the label sets.
///
/// Thread safety: for one thread.
final class SeriesRecord extends LabeledRecord {
    /// Gets what a record holds.
    interface Visitor {
        void series(long ref, Labels labels);
    }

    void add(long ref, Labels labels) {
        begin(ref);
        texts.write(labels, body);
    }

    /// Reads a record.
    ///
    /// @throws MalformedException if it is none
    static void read(ByteReader in, Visitor visitor) {
        RecordTexts.Reader texts = new RecordTexts.Reader(in);
        int n = in.getCount();
        long ref = 0;
        for (int i = 0; i < n; i++) {
            ref += in.getZigzag();
            if (ref <= 0) {
                throw new MalformedException("the reference " + ref);
            }
            visitor.series(ref, texts.labels());
        }
    }
}
