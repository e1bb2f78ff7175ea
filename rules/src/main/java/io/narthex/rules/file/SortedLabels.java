package io.narthex.rules.file;

import io.narthex.model.Utf8Order;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Labels as files write them: sorted by name, values that may be empty.
///
/// Thread safety: stateless.
final class SortedLabels {
    private SortedLabels() {}

    /// A copy that can't be changed.
    static Map<String, String> copyOf(Map<String, String> labels) {
        return merged(labels, Map.of());
    }

    /// Both together; where both have a name, the second decides.
    static Map<String, String> merged(Map<String, String> first, Map<String, String> second) {
        SortedMap<String, String> sorted = new TreeMap<>(Utf8Order::compare);
        sorted.putAll(first);
        sorted.putAll(second);
        return Collections.unmodifiableMap(sorted);
    }
}
