package io.narthex.scrape.loop;

import io.narthex.scrape.text.ExpositionParser;

import java.util.Arrays;

/// Which series each line of a target's exposition is.
///
/// The i-th line of a scrape is nearly always the i-th of the one before, so that line is predicted
/// and only compared; any other is looked up by its bytes, and the prediction goes on from there.
/// Entries are numbers; they stay the same until [#end].
///
/// Thread safety: for the thread of one target.
final class ScrapeCache {
    /// No entry.
    static final int NONE = -1;

    private static final int FIRST = 64;

    /// A little less than a power of two, however often it is doubled: G1 gives whole regions to
    /// what exceeds half of one.
    private static final int FIRST_TEXT = (2 << 10) - 32;

    /// Entries that failed scrapes may add to those of the last good one.
    private static final int SPARE = 1000;

    /// The bytes of all series, one after another.
    private byte[] text = new byte[FIRST_TEXT];

    private int textUsed;
    private int size;
    private int[] from = new int[FIRST];
    private int[] to = new int[FIRST];
    private int[] hash = new int[FIRST];
    private long[] ref = new long[FIRST];
    private byte[] state = new byte[FIRST];

    /// The start timestamp of each entry that was stored last, where any were.
    private long[] begun = new long[0];

    /// Entries by hash, plus one; 0 is empty.
    private int[] table = new int[2 * FIRST];

    /// The entries in the order of the last scrape, and of this one.
    private int[] last = new int[FIRST];

    private int lastSize;
    private int[] current = new int[FIRST];
    private int currentSize;

    /// The position in `last` of each entry.
    private int[] place = new int[FIRST];

    private int cursor;

    /// Relabelling drops the series.
    private static final byte DROPPED = 1;

    /// The series came in this scrape.
    private static final byte SEEN = 2;

    /// The series was there after the last scrape, and is to be marked when it is gone.
    private static final byte LIVE = 4;

    /// The series becomes [#LIVE] at the end of this scrape.
    private static final byte TRACKED = 8;

    /// The series' last sample was a native histogram.
    private static final byte HISTOGRAM = 16;

    /// What outlasts the end of a scrape.
    private static final int KEPT = DROPPED | SEEN | HISTOGRAM;

    /// Begins a scrape.
    void begin() {
        cursor = 0;
        currentSize = 0;
        for (int e = 0; e < size; e++) {
            state[e] &= DROPPED | LIVE | HISTOGRAM;
        }
    }

    /// Tells the parser which series is expected next.
    void predict(ExpositionParser parser) {
        if (cursor < lastSize) {
            int e = last[cursor];
            parser.predict(text, from[e], to[e]);
        } else {
            parser.predict(text, 0, 0);
        }
    }

    /// The entry of the parser's current series, or [#NONE] for one that is new.
    int find(ExpositionParser parser) {
        if (parser.predicted()) {
            return last[cursor++];
        }
        byte[] body = parser.seriesBytes();
        int start = parser.seriesFrom();
        int end = parser.seriesTo();
        int h = hashOf(body, start, end);
        for (int slot = slotOf(h); table[slot] != 0; slot = next(slot)) {
            int e = table[slot] - 1;
            if (hash[e] == h && Arrays.equals(text, from[e], to[e], body, start, end)) {
                resynchronise(e);
                return e;
            }
        }
        return NONE;
    }

    private void resynchronise(int e) {
        int at = place[e];
        if (at < lastSize && last[at] == e) {
            cursor = at + 1;
        }
    }

    /// Remembers the parser's current series.
    ///
    /// @param seriesRef 0 for one that relabelling drops
    int add(ExpositionParser parser, long seriesRef) {
        if (size == from.length) {
            grow();
        }
        int start = parser.seriesFrom();
        int length = parser.seriesTo() - start;
        if (textUsed + length > text.length) {
            text = Arrays.copyOf(text, Math.max(2 * text.length, textUsed + length));
        }
        System.arraycopy(parser.seriesBytes(), start, text, textUsed, length);
        int e = size++;
        from[e] = textUsed;
        textUsed += length;
        to[e] = textUsed;
        hash[e] = hashOf(text, from[e], to[e]);
        ref[e] = seriesRef;
        state[e] = seriesRef == 0 ? DROPPED : 0;
        if (begun.length > 0) {
            begun[e] = 0;
        }
        place[e] = Integer.MAX_VALUE;
        enter(e);
        return e;
    }

    private void grow() {
        int n = 2 * size;
        from = Arrays.copyOf(from, n);
        to = Arrays.copyOf(to, n);
        hash = Arrays.copyOf(hash, n);
        ref = Arrays.copyOf(ref, n);
        state = Arrays.copyOf(state, n);
        place = Arrays.copyOf(place, n);
        begun = begun.length == 0 ? begun : Arrays.copyOf(begun, n);
        table = new int[2 * n];
        for (int e = 0; e < size; e++) {
            enter(e);
        }
    }

    private void enter(int e) {
        int slot = slotOf(hash[e]);
        while (table[slot] != 0) {
            slot = next(slot);
        }
        table[slot] = e + 1;
    }

    private int slotOf(int h) {
        return (h ^ h >>> 16) & table.length - 1;
    }

    private int next(int slot) {
        return slot + 1 & table.length - 1;
    }

    private static int hashOf(byte[] bytes, int start, int end) {
        int h = 1;
        for (int i = start; i < end; i++) {
            h = 31 * h + bytes[i];
        }
        return h * 0x9E3779B9;
    }

    /// Notes that an entry came in this scrape.
    ///
    /// @return whether it had come already
    boolean see(int e) {
        if (currentSize == current.length) {
            current = Arrays.copyOf(current, 2 * currentSize);
        }
        current[currentSize++] = e;
        boolean again = (state[e] & SEEN) != 0;
        state[e] |= SEEN;
        return again;
    }

    /// Notes that an entry is to be marked stale when it no longer comes.
    void track(int e) {
        state[e] |= TRACKED;
    }

    /// Notes when an entry's series began.
    ///
    /// @return whether that is new
    boolean noteStart(int e, long startTimestamp) {
        if (begun.length == 0) {
            begun = new long[from.length];
        }
        boolean isNew = begun[e] != startTimestamp;
        begun[e] = startTimestamp;
        return isNew;
    }

    /// Notes whether an entry's sample is a native histogram.
    void noteHistogram(int e, boolean histogram) {
        state[e] = (byte) (histogram ? state[e] | HISTOGRAM : state[e] & ~HISTOGRAM);
    }

    /// Whether the entry's last sample was a native histogram.
    boolean isHistogram(int e) {
        return (state[e] & HISTOGRAM) != 0;
    }

    boolean isDropped(int e) {
        return (state[e] & DROPPED) != 0;
    }

    long ref(int e) {
        return ref[e];
    }

    void setRef(int e, long seriesRef) {
        ref[e] = seriesRef;
    }

    /// The number of entries.
    int size() {
        return size;
    }

    /// Whether an entry was live before this scrape and is not tracked by it.
    boolean isGone(int e) {
        return (state[e] & (LIVE | TRACKED)) == LIVE;
    }

    /// Whether the entry becomes live with this scrape.
    boolean isTracked(int e) {
        return (state[e] & TRACKED) != 0;
    }

    /// Whether a stale marker is due for an entry if its target goes away.
    boolean isLive(int e) {
        return (state[e] & LIVE) != 0;
    }

    /// Ends a scrape that failed: nothing is live any more. The entries are kept, since the same
    /// series will probably come back, unless failing scrapes brought ever new ones.
    void endFailed() {
        if (size > 2 * lastSize + SPARE) {
            size = 0;
            textUsed = 0;
            lastSize = 0;
            Arrays.fill(table, 0);
        }
        for (int e = 0; e < size; e++) {
            state[e] &= DROPPED;
        }
        Arrays.fill(begun, 0);
    }

    /// Ends a scrape: what it tracked is live now, entries that did not come are forgotten.
    void end() {
        boolean complete = true;
        for (int e = 0; e < size; e++) {
            complete &= (state[e] & SEEN) != 0;
            state[e] = (byte) (state[e] & KEPT | ((state[e] & TRACKED) != 0 ? LIVE : 0));
        }
        int[] swap = last;
        last = current;
        lastSize = currentSize;
        current = swap;
        currentSize = 0;
        for (int i = lastSize - 1; i >= 0; i--) {
            place[last[i]] = i;
        }
        if (!complete) {
            dropUnseen();
        }
        trim();
    }

    /// Gives back what doubling allocated beyond need; a little room stays for the next series.
    private void trim() {
        int enough = textUsed + textUsed / 16;
        if (text.length - enough > text.length / 4) {
            text = Arrays.copyOf(text, Math.max(enough, FIRST_TEXT));
        }
    }

    /// Moves the entries that came together, in the order in which they are kept.
    private void dropUnseen() {
        int[] moved = new int[size];
        int kept = 0;
        int keptText = 0;
        for (int e = 0; e < size; e++) {
            if ((state[e] & SEEN) == 0) {
                continue;
            }
            int length = to[e] - from[e];
            System.arraycopy(text, from[e], text, keptText, length);
            from[kept] = keptText;
            keptText += length;
            to[kept] = keptText;
            hash[kept] = hash[e];
            ref[kept] = ref[e];
            state[kept] = state[e];
            place[kept] = place[e];
            if (begun.length > 0) {
                begun[kept] = begun[e];
            }
            moved[e] = kept++;
        }
        size = kept;
        textUsed = keptText;
        for (int i = 0; i < lastSize; i++) {
            last[i] = moved[last[i]];
        }
        Arrays.fill(table, 0);
        for (int e = 0; e < size; e++) {
            enter(e);
        }
    }
}
