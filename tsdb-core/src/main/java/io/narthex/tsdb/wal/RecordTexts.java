package io.narthex.tsdb.wal;

import io.narthex.model.Labels;
import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.ByteWriter;
import io.narthex.tsdb.io.MalformedException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Label sets in a record. Each text is written once per record and then named by its number, from
/// 1 on.
///
/// ```text
/// a label set: number of labels (varint), per label: name, value
/// a text:      0 (varint) and the text itself, or its number in the record (varint)
/// ```
///
/// Thread safety: for one thread.
final class RecordTexts {
    private final Map<String, Integer> numbers = new HashMap<>();

    void write(Labels labels, ByteWriter out) {
        out.putVarint(labels.size());
        for (int i = 0; i < labels.size(); i++) {
            write(labels.name(i), out);
            write(labels.value(i), out);
        }
    }

    private void write(String text, ByteWriter out) {
        Integer number = numbers.putIfAbsent(text, numbers.size() + 1);
        if (number == null) {
            out.putVarint(0);
            out.putText(text);
        } else {
            out.putVarint(number);
        }
    }

    /// Begins another record.
    void clear() {
        numbers.clear();
    }

    /// The texts of a record that is read.
    static final class Reader {
        private final ByteReader in;
        private final List<String> texts = new ArrayList<>();

        Reader(ByteReader in) {
            this.in = in;
        }

        /// The label set that comes next.
        ///
        /// @throws MalformedException if there is none
        Labels labels() {
            String[] pairs = new String[2 * in.getCount()];
            for (int i = 0; i < pairs.length; i++) {
                pairs[i] = text();
            }
            try {
                return Labels.ofSorted(pairs);
            } catch (IllegalArgumentException e) {
                throw new MalformedException(String.valueOf(e.getMessage()));
            }
        }

        private String text() {
            long number = in.getVarint();
            if (number == 0) {
                texts.add(in.getText());
                return texts.getLast();
            }
            if (number < 0 || number > texts.size()) {
                throw new MalformedException("text " + number + " of " + texts.size());
            }
            return texts.get((int) number - 1);
        }
    }
}
