package io.narthex.tsdb.index;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/// The slots of every label pair, as bitmaps.
///
/// Thread safety: guarded by the index's lock.
final class Postings {
    /// The slots of one value; `text` is the one copy of the value that all label sets share.
    private record Value(String text, RoaringBitmap slots) {}

    /// The values of one name; `text` is the one copy of the name.
    private record Name(String text, Map<String, Value> values) {}

    /// Memory of a pair beside its text: a map entry, the text's objects, a bitmap for one slot.
    private static final int BYTES_PER_PAIR = 330;

    private final Map<String, Name> names = new HashMap<>();
    private final RoaringBitmap all = new RoaringBitmap();
    private long pairBytes;

    /// Adds a series; returns its labels made of shared strings.
    Labels add(int slot, Labels labels) {
        all.add(slot);
        String[] pairs = new String[2 * labels.size()];
        for (int i = 0; i < labels.size(); i++) {
            Name name =
                    names.computeIfAbsent(labels.name(i), text -> new Name(text, new HashMap<>()));
            Value value = name.values.computeIfAbsent(labels.value(i), this::value);
            value.slots.add(slot);
            pairs[2 * i] = name.text;
            pairs[2 * i + 1] = value.text;
        }
        return Labels.ofSorted(pairs);
    }

    private Value value(String text) {
        pairBytes += BYTES_PER_PAIR + text.length();
        return new Value(text, new RoaringBitmap());
    }

    void remove(int slot, Labels labels) {
        all.remove(slot);
        for (int i = 0; i < labels.size(); i++) {
            Name name = names.get(labels.name(i));
            Value value = name == null ? null : name.values.get(labels.value(i));
            if (name == null || value == null) {
                throw new IllegalStateException("BUG: no postings for " + labels);
            }
            value.slots.remove(slot);
            if (value.slots.isEmpty()) {
                name.values.remove(labels.value(i));
                pairBytes -= BYTES_PER_PAIR + value.text.length();
                if (name.values.isEmpty()) {
                    names.remove(labels.name(i));
                }
            }
        }
    }

    /// The slots that all matchers accept; the caller may change the answer.
    RoaringBitmap select(List<LabelMatcher> matchers) {
        RoaringBitmap result = null;
        // What can be looked up comes first: it makes the candidates of the others few.
        for (LabelMatcher m : matchers) {
            if (!m.matchesEmpty()) {
                RoaringBitmap found = matching(m);
                if (result == null) {
                    result = found;
                } else {
                    result.and(found);
                }
            }
        }
        if (result == null) {
            result = all.clone();
        }
        for (LabelMatcher m : matchers) {
            if (m.matchesEmpty() && !result.isEmpty()) {
                // A series without the label is accepted, so the refused values are taken away.
                result.andNot(refused(m));
            }
        }
        return result;
    }

    private RoaringBitmap matching(LabelMatcher m) {
        RoaringBitmap union = new RoaringBitmap();
        Name name = names.get(m.name());
        if (name == null) {
            return union;
        }
        Set<String> literals = m.literalValues();
        if (literals != null) {
            for (String literal : literals) {
                orAll(union, name.values.get(literal));
            }
        } else {
            for (Value value : name.values.values()) {
                if (m.matches(value.text)) {
                    union.or(value.slots);
                }
            }
        }
        return union;
    }

    private RoaringBitmap refused(LabelMatcher m) {
        RoaringBitmap union = new RoaringBitmap();
        Name name = names.get(m.name());
        if (name == null) {
            return union;
        }
        if (m.type() == LabelMatcher.Type.NOT_EQUAL) {
            orAll(union, name.values.get(m.value()));
            return union;
        }
        for (Value value : name.values.values()) {
            if (!m.matches(value.text)) {
                union.or(value.slots);
            }
        }
        return union;
    }

    private static void orAll(RoaringBitmap union, @Nullable Value value) {
        if (value != null) {
            union.or(value.slots);
        }
    }

    /// The slots of a label pair, not to be changed; null where no series has it.
    @Nullable RoaringBitmap slots(String name, String value) {
        Name found = names.get(name);
        Value slots = found == null ? null : found.values.get(value);
        return slots == null ? null : slots.slots;
    }

    /// Shows each value of a name with its slots, which are not to be changed.
    void forEachValue(String name, BiConsumer<String, RoaringBitmap> action) {
        Name found = names.get(name);
        if (found != null) {
            found.values.values().forEach(value -> action.accept(value.text, value.slots));
        }
    }

    /// Memory for the label pairs there are, by estimate.
    long pairBytes() {
        return pairBytes;
    }

    /// The label names in use.
    Iterable<String> names() {
        return names.keySet();
    }

    /// The values in use of a name.
    Iterable<String> values(String name) {
        Name found = names.get(name);
        return found == null ? List.of() : found.values.keySet();
    }
}
