package io.narthex.scrape.loop;

import io.narthex.scrape.text.ExpositionParser;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Which series each line of a target's exposition is.
///
/// The i-th line of a scrape is nearly always the i-th of the one before, so that line is predicted
/// and only compared; any other is looked up by its bytes, and the prediction goes on from there.
/// Entries are numbers; they stay the same until [#end].
///
/// Most targets say the same again and again, so no more is kept for them than that needs: the
/// entries are in the order of the lines, and a table to look them up is made when a line is
/// another than predicted.
///
/// Thread safety: for the thread of one target.
final class ScrapeCache {
    /// No entry.
    static final int NONE = -1;

    private static final int FIRST = 64;

    /// Entries that failed scrapes may add to those of the last good one.
    private static final int SPARE = 1000;

    private SeriesTexts texts = new SeriesTexts();
    private long[] ref = new long[FIRST];
    private byte[] state = new byte[FIRST];
    private int size;

    /// The start timestamp of each entry that was stored last, where any were.
    private long[] begun = new long[0];

    /// The entries in the order of the last scrape; null where that is 0, 1, 2, ….
    private int @Nullable [] last;

    private int lastSize;

    /// The same of this scrape; null while it is as the last one.
    private int @Nullable [] current;

    private int currentSize;
    private int cursor;

    /// Finds entries by their bytes; null while all lines were as predicted.
    private @Nullable SeriesLookup lookup;

    /// The position in `last` of each entry; null where that is not known or not needed.
    private int @Nullable [] place;

    /// Whether a line of this scrape was not as predicted.
    private boolean lookedUp;

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
        current = null;
        currentSize = 0;
        lookedUp = false;
        for (int e = 0; e < size; e++) {
            state[e] &= DROPPED | LIVE | HISTOGRAM;
        }
    }

    /// Tells the parser which series is expected next.
    void predict(ExpositionParser parser) {
        if (cursor < lastSize) {
            texts.load(lastAt(cursor));
            parser.predict(texts.text(), 0, texts.length());
        } else {
            parser.predict(texts.text(), 0, 0);
        }
    }

    private int lastAt(int i) {
        return last == null ? i : last[i];
    }

    /// The entry of the parser's current series, or [#NONE] for one that is new.
    int find(ExpositionParser parser) {
        if (parser.predicted()) {
            return lastAt(cursor++);
        }
        lookedUp = true;
        if (lookup == null) {
            lookup = new SeriesLookup(texts);
        }
        int e = lookup.find(parser.seriesBytes(), parser.seriesFrom(), parser.seriesTo());
        if (e >= 0) {
            resynchronise(e);
        }
        return e;
    }

    private void resynchronise(int e) {
        int at = last == null ? e : placeOf(e, last);
        if (at < lastSize && lastAt(at) == e) {
            cursor = at + 1;
        }
    }

    private int placeOf(int e, int[] order) {
        int[] places = place;
        if (places == null) {
            places = new int[size];
            Arrays.fill(places, Integer.MAX_VALUE);
            for (int i = lastSize - 1; i >= 0; i--) {
                places[order[i]] = i;
            }
            place = places;
        }
        return e < places.length ? places[e] : Integer.MAX_VALUE;
    }

    /// Remembers the parser's current series.
    ///
    /// @param seriesRef 0 for one that relabelling drops
    int add(ExpositionParser parser, long seriesRef) {
        if (size == ref.length) {
            resize(Math.max(FIRST, size + size / 2));
        }
        texts.add(parser.seriesBytes(), parser.seriesFrom(), parser.seriesTo());
        if (lookup != null) {
            lookup.add(parser.seriesBytes(), parser.seriesFrom(), parser.seriesTo());
        }
        int e = size++;
        ref[e] = seriesRef;
        state[e] = seriesRef == 0 ? DROPPED : 0;
        if (begun.length > 0) {
            begun[e] = 0;
        }
        return e;
    }

    private void resize(int n) {
        ref = Arrays.copyOf(ref, n);
        state = Arrays.copyOf(state, n);
        begun = begun.length == 0 ? begun : Arrays.copyOf(begun, n);
    }

    /// Notes that an entry came in this scrape.
    ///
    /// @return whether it had come already
    boolean see(int e) {
        if (current != null || e != expected(currentSize)) {
            noteOrder(e);
        }
        currentSize++;
        boolean again = (state[e] & SEEN) != 0;
        state[e] |= SEEN;
        return again;
    }

    /// The entry that comes at a place if this scrape is as the last one.
    private int expected(int i) {
        if (last == null) {
            return i;
        }
        return i < lastSize ? last[i] : NONE;
    }

    private void noteOrder(int e) {
        int[] order = current;
        if (order == null) {
            order = new int[Math.max(currentSize, lastSize) + FIRST];
            for (int i = 0; i < currentSize; i++) {
                order[i] = lastAt(i);
            }
        } else if (currentSize == order.length) {
            order = Arrays.copyOf(order, 2 * currentSize);
        }
        order[currentSize] = e;
        current = order;
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
            begun = new long[ref.length];
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
            texts.clear();
            last = null;
            lastSize = 0;
        }
        for (int e = 0; e < size; e++) {
            state[e] &= DROPPED;
        }
        Arrays.fill(begun, 0);
        lookup = null;
        place = null;
    }

    /// Ends a scrape: what it tracked is live now, entries that did not come are forgotten.
    void end() {
        boolean complete = true;
        for (int e = 0; e < size; e++) {
            complete &= (state[e] & SEEN) != 0;
            state[e] = (byte) (state[e] & KEPT | ((state[e] & TRACKED) != 0 ? LIVE : 0));
        }
        // A target that says something else each time will probably do so again.
        if (!lookedUp || lastSize == 0) {
            lookup = null;
        }
        place = null;
        if (current != null) {
            last = Arrays.copyOf(current, currentSize);
            current = null;
        } else if (last != null && currentSize < lastSize) {
            last = Arrays.copyOf(last, currentSize);
        }
        lastSize = currentSize;
        if (!complete) {
            dropUnseen();
        }
        trim();
    }

    /// Gives back what growing allocated beyond need; a little room stays for the next series.
    private void trim() {
        texts.trim();
        int enough = Math.max(FIRST, size + size / 16);
        if (ref.length - enough > ref.length / 8) {
            resize(enough);
        }
    }

    /// Moves the entries that came together, in the order in which they came.
    private void dropUnseen() {
        SeriesTexts keptTexts = new SeriesTexts();
        long[] keptRef = new long[size];
        byte[] keptState = new byte[size];
        long[] keptBegun = new long[begun.length == 0 ? 0 : size];
        int[] moved = new int[size];
        Arrays.fill(moved, NONE);
        int kept = 0;
        for (int i = 0; i < lastSize; i++) {
            int e = lastAt(i);
            if (moved[e] == NONE) {
                texts.load(e);
                keptTexts.add(texts.text(), 0, texts.length());
                keptRef[kept] = ref[e];
                keptState[kept] = state[e];
                if (keptBegun.length > 0) {
                    keptBegun[kept] = begun[e];
                }
                moved[e] = kept++;
            }
            if (last != null) {
                last[i] = moved[e];
            }
        }
        if (kept == lastSize) {
            last = null; // no line came twice
        }
        texts = keptTexts;
        ref = keptRef;
        state = keptState;
        begun = keptBegun;
        size = kept;
        lookup = null;
    }
}
