package io.narthex.model;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/// An immutable set of labels, sorted by name in [Utf8Order].
///
/// A label with an empty value is the same as no label, so none is ever stored. Names are unique.
/// The order of whole sets ([#compareTo]) is Prometheus': pair by pair, name before value, and the
/// shorter set first when one is a prefix of the other.
///
/// Thread safety: immutable.
public final class Labels implements Comparable<Labels> {
    /// The label that carries the metric's name.
    public static final String NAME = "__name__";

    /// The type of the metric, where labels say it.
    public static final String TYPE = "__type__";

    /// The unit of the metric, where labels say it.
    public static final String UNIT = "__unit__";

    /// The upper bound of a classic histogram's bucket.
    public static final String BUCKET = "le";

    private static final Labels EMPTY = new Labels(new String[0]);

    /// name 0, value 0, name 1, value 1, …
    private final String[] pairs;

    private final int hash;

    private Labels(String[] pairs) {
        this.pairs = pairs;
        this.hash = Arrays.hashCode(pairs);
    }

    /// The set without labels, written `{}`.
    public static Labels empty() {
        return EMPTY;
    }

    /// Builds a set from alternating names and values, in any order.
    ///
    /// @throws IllegalArgumentException if the number of strings is odd or a name occurs twice
    public static Labels of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "a label name without a value: " + namesAndValues.length + " strings");
        }
        Builder builder = new Builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (builder.get(namesAndValues[i]) != null) {
                throw new IllegalArgumentException(
                        "label \"" + namesAndValues[i] + "\" is given twice");
            }
            builder.set(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    /// Builds a set from a map.
    public static Labels of(Map<String, String> labels) {
        Builder builder = new Builder();
        labels.forEach(builder::set);
        return builder.build();
    }

    /// Adopts pairs that are already sorted by name, unique, and without empty values. The array is
    /// not copied and must not change afterwards: for hot paths that built it themselves.
    ///
    /// @throws IllegalArgumentException if the names are not strictly ascending or a value is empty
    public static Labels ofSorted(String[] pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i + 1].isEmpty()
                    || (i > 0 && Utf8Order.compare(pairs[i - 2], pairs[i]) >= 0)) {
                throw new IllegalArgumentException(
                        "labels out of order or empty at \"" + pairs[i] + "\"");
            }
        }
        return pairs.length == 0 ? EMPTY : new Labels(pairs);
    }

    /// The number of labels.
    public int size() {
        return pairs.length / 2;
    }

    /// Whether the set has no label.
    public boolean isEmpty() {
        return pairs.length == 0;
    }

    /// The name of the i-th label in order.
    public String name(int i) {
        return pairs[2 * i];
    }

    /// The value of the i-th label in order; never empty.
    public String value(int i) {
        return pairs[2 * i + 1];
    }

    /// The value of a label, or null where it is absent.
    public @Nullable String get(String name) {
        int i = find(name);
        return i < 0 ? null : pairs[i + 1];
    }

    /// The value of a label, or the empty string where it is absent: what matchers see.
    public String getOrEmpty(String name) {
        int i = find(name);
        return i < 0 ? "" : pairs[i + 1];
    }

    /// The metric's name, or the empty string.
    public String metricName() {
        return getOrEmpty(NAME);
    }

    /// This set with one label set; an empty value removes it.
    public Labels with(String name, String value) {
        return new Builder(this).set(name, value).build();
    }

    /// This set reduced to the given names.
    public Labels keep(Collection<String> names) {
        return select(names, true);
    }

    /// This set without the given names.
    public Labels drop(Collection<String> names) {
        return select(names, false);
    }

    /// This set without one name; the same object where the name is absent.
    public Labels drop(String name) {
        int at = find(name);
        if (at < 0) {
            return this;
        }
        String[] rest = new String[pairs.length - 2];
        System.arraycopy(pairs, 0, rest, 0, at);
        System.arraycopy(pairs, at + 2, rest, at, rest.length - at);
        return rest.length == 0 ? EMPTY : new Labels(rest);
    }

    /// A builder that starts with these labels.
    public Builder toBuilder() {
        return new Builder(this);
    }

    private Labels select(Collection<String> names, boolean keep) {
        String[] kept = new String[pairs.length];
        int n = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            if (names.contains(pairs[i]) == keep) {
                kept[n++] = pairs[i];
                kept[n++] = pairs[i + 1];
            }
        }
        if (n == pairs.length) {
            return this;
        }
        return n == 0 ? EMPTY : new Labels(Arrays.copyOf(kept, n));
    }

    /// Index of the name within `pairs`, or -1. Sets are small: a scan beats a binary search.
    private int find(String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public int compareTo(Labels other) {
        int n = Math.min(pairs.length, other.pairs.length);
        for (int i = 0; i < n; i++) {
            int c = Utf8Order.compare(pairs[i], other.pairs[i]);
            if (c != 0) {
                return c;
            }
        }
        return Integer.compare(pairs.length, other.pairs.length);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Labels other && hash == other.hash && Arrays.equals(pairs, other.pairs);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /// PromQL's form: `name{a="b", c="d"}`, values quoted as Go quotes them.
    @Override
    public String toString() {
        return LabelsText.render(this);
    }

    /// The UTF-8 encoded length of a string, for label length limits.
    public static int utf8Length(String s) {
        return s.getBytes(StandardCharsets.UTF_8).length;
    }

    /// Collects labels in any order; the last value set for a name wins.
    ///
    /// Thread safety: for one thread.
    public static final class Builder {
        private String[] pairs;
        private int size;

        /// An empty builder.
        public Builder() {
            pairs = new String[16];
        }

        /// A builder that starts with the given labels.
        public Builder(Labels base) {
            pairs = Arrays.copyOf(base.pairs, base.pairs.length + 8);
            size = base.pairs.length;
        }

        /// Empties the builder for reuse.
        public Builder clear() {
            size = 0;
            return this;
        }

        /// Sets a label; an empty value removes it.
        public Builder set(String name, String value) {
            int at = position(name);
            boolean found = at < size && pairs[at].equals(name);
            if (value.isEmpty()) {
                if (found) {
                    remove(at);
                }
            } else if (found) {
                pairs[at + 1] = value;
            } else {
                insert(at, name, value);
            }
            return this;
        }

        /// Removes a label if it is there.
        public Builder remove(String name) {
            return set(name, "");
        }

        /// The value of a label, or null where it is absent.
        public @Nullable String get(String name) {
            int at = position(name);
            return at < size && pairs[at].equals(name) ? pairs[at + 1] : null;
        }

        /// The value of a label, or the empty string where it is absent.
        public String getOrEmpty(String name) {
            String value = get(name);
            return value == null ? "" : value;
        }

        /// The labels collected so far; the builder may go on.
        public Labels build() {
            return size == 0 ? EMPTY : new Labels(Arrays.copyOf(pairs, size));
        }

        /// Where the name is or belongs. Labels mostly arrive in order, so the search starts at the
        /// end.
        private int position(String name) {
            int at = size;
            while (at > 0 && Utf8Order.compare(pairs[at - 2], name) >= 0) {
                at -= 2;
            }
            return at;
        }

        private void insert(int at, String name, String value) {
            if (size + 2 > pairs.length) {
                pairs = Arrays.copyOf(pairs, pairs.length * 2);
            }
            System.arraycopy(pairs, at, pairs, at + 2, size - at);
            pairs[at] = name;
            pairs[at + 1] = value;
            size += 2;
        }

        private void remove(int at) {
            System.arraycopy(pairs, at + 2, pairs, at, size - at - 2);
            size -= 2;
        }
    }
}
