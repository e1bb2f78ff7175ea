package io.narthex.promql.test.naive;

import io.narthex.model.Labels;
import io.narthex.promql.test.naive.NaiveValue.Element;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// When a metric's name goes: at once, or at the end.
///
/// @param atEnd whether it is only marked at first
record NaiveNames(boolean atEnd) {
    static final String SAME_LABELS = "vector cannot contain metrics with the same labelset";

    private static final Set<String> DESCRIPTIVE = Set.of(Labels.NAME, "__type__", "__unit__");

    /// An element that is no longer the metric it came from.
    Element drop(Element e) {
        return atEnd
                ? new Element(e.labels(), true, e.value(), e.sampledAt())
                : e.with(e.labels().drop(DESCRIPTIVE));
    }

    /// The element without the name if it is marked.
    Element removed(Element e) {
        return e.dropName() ? e.with(e.labels().drop(DESCRIPTIVE)) : e;
    }

    /// The elements, if no two have the same labels.
    ///
    /// @throws NaiveException if they do
    List<Element> unique(List<Element> elements) {
        Set<Labels> seen = new HashSet<>();
        for (Element e : elements) {
            if (!seen.add(e.labels())) {
                throw new NaiveException(SAME_LABELS);
            }
        }
        return elements;
    }
}
