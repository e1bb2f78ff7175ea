package io.narthex.tsdb.wal;

import io.narthex.model.Labels;
import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.ByteWriter;
import io.narthex.tsdb.io.MalformedException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes and reads references with their labels. Each text is written once per record and then
/// named by its number, from 1 on.
///
/// ```text
/// number of series (varint)
/// per series: difference of its reference to the one before (zigzag), number of labels (varint),
///             per label: name, value
/// a text:     0 (varint) and the text itself, or its number in the record (varint)
/// ```
///
/// Thread safety: for one thread.
final class SeriesRecord {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final ByteWriter body = new ByteWriter(256);
    private long lastRef;
    private int count;

    /// Gets what a record holds.
    interface Visitor {
        void series(long ref, Labels labels);
    }

    void add(long ref, Labels labels) {
        body.putZigzag(ref - lastRef);
        lastRef = ref;
        body.putVarint(labels.size());
        for (int i = 0; i < labels.size(); i++) {
            addText(labels.name(i));
            addText(labels.value(i));
        }
        count++;
    }

    private void addText(String text) {
        Integer number = numbers.putIfAbsent(text, numbers.size() + 1);
        if (number == null) {
            body.putVarint(0);
            body.putText(text);
        } else {
            body.putVarint(number);
        }
    }

    int count() {
        return count;
    }

    int bytes() {
        return body.size();
    }

    void writeTo(ByteWriter out) {
        out.putVarint(count);
        out.put(body);
    }

    void clear() {
        numbers.clear();
        body.clear();
        lastRef = 0;
        count = 0;
    }

    /// Reads a record.
    ///
    /// @throws MalformedException if it is none
    static void read(ByteReader in, Visitor visitor) {
        List<String> texts = new ArrayList<>();
        int n = in.getCount();
        long ref = 0;
        for (int i = 0; i < n; i++) {
            ref += in.getZigzag();
            if (ref <= 0) {
                throw new MalformedException("the reference " + ref);
            }
            visitor.series(ref, labels(in, texts));
        }
    }

    private static Labels labels(ByteReader in, List<String> texts) {
        String[] pairs = new String[2 * in.getCount()];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = text(in, texts);
        }
        try {
            return Labels.ofSorted(pairs);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }

    private static String text(ByteReader in, List<String> texts) {
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
