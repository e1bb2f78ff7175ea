package io.narthex.promql.exec;

import io.narthex.model.LabelMatcher;
import io.narthex.model.LabelMatcher.Type;
import io.narthex.model.Labels;
import io.narthex.promql.plan.LogicalNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Which info series `info` looks for, by the labels of the base series.
///
/// Thread safety: immutable.
///
/// @param names the conditions on the info metrics' names
/// @param data the conditions on their other labels
record InfoSeries(
        LogicalNode.Selector selector, List<LabelMatcher> names, List<LabelMatcher> data) {
    /// The labels that say which info series belongs to which series.
    static final List<String> IDENTIFYING = List.of("instance", "job");

    private static final String META = "\\.+*?()|[]{}^$";

    static InfoSeries of(LogicalNode.Selector selector) {
        List<LabelMatcher> names = new ArrayList<>();
        List<LabelMatcher> data = new ArrayList<>();
        for (LabelMatcher m : selector.matchers()) {
            (m.name().equals(Labels.NAME) ? names : data).add(m);
        }
        return new InfoSeries(selector, List.copyOf(names), List.copyOf(data));
    }

    /// Whether a base series is an info series itself, which passes as it is.
    boolean isOne(Labels base) {
        return names.stream().allMatch(m -> m.matches(base.metricName()));
    }

    /// Whether a series without info stays.
    boolean keepsUnmatched() {
        return data.stream().allMatch(LabelMatcher::matchesEmpty);
    }

    /// The labels that an info series has to give.
    Labels given(Labels info) {
        Labels all = info.drop(Labels.NAME);
        return data.isEmpty() ? all : all.keep(data.stream().map(LabelMatcher::name).toList());
    }

    /// The selector of those info series that may belong to a base series; null where none can.
    LogicalNode.@Nullable Selector matching(Rows base, QueryContext context) {
        List<LabelMatcher> matchers = new ArrayList<>(selector.matchers());
        for (String name : IDENTIFYING) {
            Set<String> values = new TreeSet<>();
            for (int row = 0; row < base.size(); row++) {
                context.checkRow(row);
                Labels labels = base.labels(row);
                if (!isOne(labels)) {
                    values.add(labels.getOrEmpty(name));
                }
            }
            values.remove("");
            if (!values.isEmpty()) {
                String regex = String.join("|", values.stream().map(InfoSeries::quoted).toList());
                matchers.add(new LabelMatcher(Type.REGEX, name, regex));
            }
        }
        return matchers.size() == selector.matchers().size()
                ? null
                : new LogicalNode.Selector(
                        matchers,
                        selector.offset(),
                        selector.at(),
                        selector.extension(),
                        selector.countsOnly(),
                        selector.position());
    }

    private static String quoted(String value) {
        StringBuilder out = new StringBuilder();
        value.chars()
                .forEach(
                        c -> {
                            if (META.indexOf(c) >= 0) {
                                out.append('\\');
                            }
                            out.append((char) c);
                        });
        return out.toString();
    }
}
