package io.narthex.rules.slo;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// The events of an objective's window, summed in slots of equal length, so that a window of weeks
/// needs no samples older than its newest slots.
///
/// A slot is entered once, when it is over, and forgotten when the window has passed it.
///
/// Thread safety: for one thread at a time; the owner locks.
final class EventLedger {
    private final long width;
    private final @Nullable Entry[] ring;
    private long end = Long.MIN_VALUE;

    /// What happened in a slot.
    ///
    /// @param end of the slot, epoch milliseconds, inclusive
    record Entry(long end, Events events) {}

    /// @param width of a slot in milliseconds
    /// @param slots how many are kept
    EventLedger(long width, int slots) {
        this.width = width;
        this.ring = new @Nullable Entry[slots];
    }

    /// Enters a slot; slots are entered in order.
    void enter(Entry entry) {
        if (entry.end <= end) {
            throw new IllegalStateException("BUG: a slot was entered that ended at " + entry.end);
        }
        ring[place(entry.end)] = entry;
        end = entry.end;
    }

    /// The end of the newest slot; `Long.MIN_VALUE` before the first.
    long end() {
        return end;
    }

    /// Milliseconds of a slot.
    long width() {
        return width;
    }

    /// How many slots are kept.
    int slots() {
        return ring.length;
    }

    /// The events of all slots that lie in a span.
    Events sum(long from, long to) {
        Events sum = Events.NONE;
        for (Entry entry : entries(from, to)) {
            sum = sum.plus(entry.events);
        }
        return sum;
    }

    /// The slots that lie in a span, in order of time.
    List<Entry> entries(long from, long to) {
        List<Entry> found = new ArrayList<>();
        if (end == Long.MIN_VALUE) {
            return found;
        }
        long oldest = Math.max(from, end - width * ring.length);
        long first = Math.ceilDiv(oldest, width) * width + width;
        for (long at = first; at <= Math.min(to, end); at += width) {
            Entry entry = ring[place(at)];
            if (entry != null && entry.end == at) {
                found.add(entry);
            }
        }
        return found;
    }

    private int place(long slotEnd) {
        return (int) Math.floorMod(slotEnd / width, (long) ring.length);
    }
}
