package io.narthex.tsdb.exemplar;

import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.ByteWriter;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// A circular buffer of exemplars, one array per field: some 40 bytes for each and the text of its
/// labels. Arrays grow until the ring has its full size.
///
/// Slots are used in turn, so the first one in use is always that of the exemplar that came first.
/// Within a series they are linked by time, which is nearly always the same order.
///
/// Thread safety: guarded by the store's lock.
final class ExemplarRing {
    static final int NONE = -1;

    private static final int FIRST_LENGTH = 256;

    /// Room for texts, per exemplar: enough for all but labels of many bytes a character, which
    /// then push out others earlier.
    private static final int TEXT_BYTES = 256;

    /// The longest text: all characters of four bytes, and the lengths of 128 of them.
    private static final int MAX_TEXT = 1024;

    /// What an exemplar takes in all the arrays.
    private static final int SLOT_BYTES = 3 * Long.BYTES + 4 * Integer.BYTES;

    private int capacity;
    private int first;
    private int count;
    private long[] times = new long[0];
    private double[] values = new double[0];
    private long[] textAt = new long[0];

    /// The text's length, negative, and less one, where the timestamp is not the exemplar's own.
    private int[] textLength = new int[0];

    private int[] next = new int[0];
    private int[] previous = new int[0];
    private @Nullable SeriesList[] owner = new @Nullable SeriesList[0];
    private TextRing texts;

    ExemplarRing(int capacity) {
        this.capacity = capacity;
        this.texts = new TextRing(textLimit(capacity));
    }

    private ExemplarRing(ExemplarRing from) {
        capacity = from.capacity;
        first = from.first;
        count = from.count;
        times = from.times.clone();
        values = from.values.clone();
        textAt = from.textAt.clone();
        textLength = from.textLength.clone();
        next = from.next.clone();
        previous = from.previous.clone();
        owner = from.owner.clone();
        texts = from.texts.under(textLimit(capacity));
    }

    /// The exemplars as they are now; their series stay those of the original.
    ExemplarRing copy() {
        return new ExemplarRing(this);
    }

    private static long textLimit(int capacity) {
        return Math.max(MAX_TEXT, (long) capacity * TEXT_BYTES);
    }

    int capacity() {
        return capacity;
    }

    int count() {
        return count;
    }

    /// The slot of the n-th exemplar, from 0, in the order in which they came.
    int slot(int n) {
        return (int) (((long) first + n) % capacity);
    }

    long memory() {
        return (long) times.length * SLOT_BYTES + texts.memory();
    }

    /// Writes labels as the text that the ring keeps.
    static void writeText(Labels labels, ByteWriter out) {
        out.clear();
        for (int i = 0; i < labels.size(); i++) {
            out.putText(labels.name(i));
            out.putText(labels.value(i));
        }
    }

    /// Whether another exemplar has room beside the others.
    boolean hasRoom(int textBytes) {
        return count < capacity && texts.hasRoom(textBytes);
    }

    /// Puts an exemplar into its series' list.
    ///
    /// @param text its labels, see [#writeText]
    /// @param after the slot behind which it goes in the list, or none for the front
    void add(SeriesList series, Exemplar e, ByteWriter text, int after) {
        int slot = slot(count);
        if (slot >= times.length) {
            grow(Math.min(capacity, Math.max(FIRST_LENGTH, 2 * times.length)));
        }
        count++;
        times[slot] = e.timestamp();
        values[slot] = e.value();
        textAt[slot] = texts.add(text.array(), text.size());
        textLength[slot] = e.hasTimestamp() ? text.size() : -text.size() - 1;
        owner[slot] = series;
        previous[slot] = after;
        next[slot] = after == NONE ? series.oldest : next[after];
        if (after == NONE) {
            series.oldest = slot;
        } else {
            next[after] = slot;
        }
        if (next[slot] == NONE) {
            series.newest = slot;
        } else {
            previous[next[slot]] = slot;
        }
    }

    private void grow(int length) {
        times = Arrays.copyOf(times, length);
        values = Arrays.copyOf(values, length);
        textAt = Arrays.copyOf(textAt, length);
        textLength = Arrays.copyOf(textLength, length);
        next = Arrays.copyOf(next, length);
        previous = Arrays.copyOf(previous, length);
        owner = Arrays.copyOf(owner, length);
    }

    /// Removes the exemplar that came first.
    ///
    /// @return its series, whose list may be empty now
    SeriesList removeFirst() {
        int slot = first;
        SeriesList series = owner(slot);
        if (previous[slot] == NONE) {
            series.oldest = next[slot];
        } else {
            next[previous[slot]] = next[slot];
        }
        if (next[slot] == NONE) {
            series.newest = previous[slot];
        } else {
            previous[next[slot]] = previous[slot];
        }
        owner[slot] = null;
        texts.dropBefore(textAt[slot] + length(slot));
        count--;
        first = (first + 1) % capacity;
        return series;
    }

    /// Gives the ring another size, not below the number of exemplars in it.
    void resize(int newCapacity) {
        int old = capacity;
        int from = first;
        long[] t = times;
        double[] v = values;
        long[] at = textAt;
        int[] lengths = textLength;
        int[] n = next;
        int[] p = previous;
        @Nullable SeriesList[] o = owner;
        int size = Math.min(newCapacity, count);
        times = new long[size];
        values = new double[size];
        textAt = new long[size];
        textLength = new int[size];
        next = new int[size];
        previous = new int[size];
        owner = new @Nullable SeriesList[size];
        for (int i = 0; i < count; i++) {
            int slot = (int) (((long) from + i) % old);
            times[i] = t[slot];
            values[i] = v[slot];
            textAt[i] = at[slot];
            textLength[i] = lengths[slot];
            next[i] = moved(n[slot], from, old);
            previous[i] = moved(p[slot], from, old);
            owner[i] = o[slot];
            SeriesList series = owner(i);
            // Its exemplars have moved together, whichever of them comes last.
            series.oldest = previous[i] == NONE ? i : series.oldest;
            series.newest = next[i] == NONE ? i : series.newest;
        }
        capacity = newCapacity;
        first = 0;
        texts = texts.under(textLimit(newCapacity));
    }

    private static int moved(int slot, int from, int capacity) {
        return slot == NONE ? NONE : Math.floorMod(slot - from, capacity);
    }

    /// The slot behind which an exemplar of a series goes, or none.
    int before(SeriesList series, long time) {
        int slot = series.newest;
        while (slot != NONE && times[slot] > time) {
            slot = previous[slot];
        }
        return slot;
    }

    SeriesList owner(int slot) {
        SeriesList series = owner[slot];
        if (series == null) {
            throw new IllegalStateException("BUG: exemplar slot " + slot + " is free");
        }
        return series;
    }

    int next(int slot) {
        return next[slot];
    }

    long time(int slot) {
        return times[slot];
    }

    double value(int slot) {
        return values[slot];
    }

    boolean hasTimestamp(int slot) {
        return textLength[slot] >= 0;
    }

    private int length(int slot) {
        int length = textLength[slot];
        return length >= 0 ? length : -length - 1;
    }

    boolean hasText(int slot, ByteWriter text) {
        return length(slot) == text.size() && texts.holds(textAt[slot], text.array(), text.size());
    }

    Labels labels(int slot) {
        byte[] text = new byte[length(slot)];
        texts.read(textAt[slot], text, text.length);
        ByteReader in = new ByteReader(text, 0, text.length);
        Labels.Builder labels = new Labels.Builder();
        while (in.remaining() > 0) {
            labels.set(in.getText(), in.getText());
        }
        return labels.build();
    }

    Exemplar exemplar(int slot) {
        return new Exemplar(labels(slot), values[slot], times[slot], hasTimestamp(slot));
    }
}
