package io.narthex.server.ruletest;

import io.narthex.model.LabelsText;
import io.narthex.model.Utf8Order;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// An alert as tests see it. Values may be empty, and an empty one is not the same as none.
///
/// Thread safety: immutable.
record FiringAlert(SortedMap<String, String> labels, SortedMap<String, String> annotations)
        implements Comparable<FiringAlert> {
    FiringAlert {
        labels = sorted(labels);
        annotations = sorted(annotations);
    }

    /// A copy in the order of labels.
    static SortedMap<String, String> sorted(Map<String, String> texts) {
        SortedMap<String, String> copy = new TreeMap<>(Utf8Order::compare);
        copy.putAll(texts);
        return Collections.unmodifiableSortedMap(copy);
    }

    @Override
    public int compareTo(FiringAlert other) {
        int byLabels = compare(labels, other.labels);
        return byLabels != 0 ? byLabels : compare(annotations, other.annotations);
    }

    private static int compare(Map<String, String> a, Map<String, String> b) {
        Iterator<Map.Entry<String, String>> others = b.entrySet().iterator();
        for (Map.Entry<String, String> entry : a.entrySet()) {
            if (!others.hasNext()) {
                return 1;
            }
            Map.Entry<String, String> other = others.next();
            int byName = Utf8Order.compare(entry.getKey(), other.getKey());
            int order =
                    byName != 0 ? byName : Utf8Order.compare(entry.getValue(), other.getValue());
            if (order != 0) {
                return order;
            }
        }
        return others.hasNext() ? -1 : 0;
    }

    @Override
    public String toString() {
        return "Labels:" + text(labels) + "\nAnnotations:" + text(annotations);
    }

    private static String text(Map<String, String> texts) {
        StringBuilder out = new StringBuilder("{");
        texts.forEach(
                (name, value) -> {
                    out.append(out.length() == 1 ? "" : ", ");
                    LabelsText.appendName(out, name);
                    out.append('=').append(LabelsText.quote(value));
                });
        return out.append('}').toString();
    }
}
