package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.number.GoText;
import io.narthex.promql.plan.LogicalNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How often each value occurs in each group, at the steps at which it does. Steps are counted one
/// after the other.
///
/// Thread safety: for one thread until [#sorted], immutable afterwards.
final class ValueCounts {
    private final String label;

    /// Whether the grouping takes the label with the value away again.
    private final boolean hidden;

    private final QueryContext context;
    private final ByteBudget budget;
    private final int[] groupOf;
    private final List<Labels> groups = new ArrayList<>();
    private final List<Map<Long, Series>> byValue = new ArrayList<>();
    private final List<Map<String, Series>> byText = new ArrayList<>();

    /// Per input row what it counted for last as a float: values often stay.
    private final @Nullable Series[] last;

    /// @param label that gets the value
    ValueCounts(LogicalNode.Aggregate node, String label, Rows input, QueryContext context) {
        this.label = label;
        this.context = context;
        this.budget = context.budget();
        this.groupOf = new int[input.size()];
        this.last = new @Nullable Series[groupOf.length];
        Set<String> names = new HashSet<>(node.grouping());
        if (node.without()) {
            names.add(Labels.NAME);
        }
        this.hidden = node.without() && names.contains(label);
        Map<Labels, Integer> byLabels = new HashMap<>();
        for (int row = 0; row < groupOf.length; row++) {
            context.checkRow(row);
            Labels own = input.labels(row).drop(label);
            Labels key = node.without() ? own.drop(names) : own.keep(names);
            Integer known = byLabels.putIfAbsent(key, groups.size());
            groupOf[row] = known == null ? groups.size() : known;
            if (known == null) {
                groups.add(key);
                byValue.add(new HashMap<>());
                byText.add(new HashMap<>());
            }
        }
    }

    /// A value in a group: how often it occurs, at ascending steps.
    static final class Series {
        final Labels labels;
        final long bits;
        int[] steps = new int[4];
        int[] counts = new int[4];
        int size;

        Series(Labels labels, long bits) {
            this.labels = labels;
            this.bits = bits;
        }

        /// Copies the counts of a range of steps.
        void read(int first, StepColumn into) {
            int at = Arrays.binarySearch(steps, 0, size, first);
            for (int i = at < 0 ? -at - 1 : at; i < size; i++) {
                if (steps[i] - first >= into.steps()) {
                    return;
                }
                into.set(steps[i] - first, counts[i]);
            }
        }
    }

    /// Counts a row's float.
    ///
    /// @param step not before the last one
    void add(int row, int step, double value) {
        long bits = hidden ? 0 : Double.doubleToLongBits(value);
        Series series = last[row];
        if (series == null || series.bits != bits) {
            series = series(groupOf[row], bits);
            last[row] = series;
        }
        count(series, step);
    }

    /// Counts a row's native histogram; those whose texts are equal are one value.
    ///
    /// @param step not before the last one
    void add(int row, int step, FloatHistogram histogram) {
        if (hidden) {
            add(row, step, 0);
            return;
        }
        String text = histogram.toString();
        int group = groupOf[row];
        count(byText.get(group).computeIfAbsent(text, _ -> create(group, text, 0)), step);
    }

    private void count(Series series, int step) {
        if (series.size > 0 && series.steps[series.size - 1] == step) {
            series.counts[series.size - 1]++;
            return;
        }
        if (series.size == series.steps.length) {
            budget.charge(8L * series.size);
            series.steps = Arrays.copyOf(series.steps, 2 * series.size);
            series.counts = Arrays.copyOf(series.counts, 2 * series.size);
        }
        series.steps[series.size] = step;
        series.counts[series.size++] = 1;
    }

    private Series series(int group, long bits) {
        Series known = byValue.get(group).get(bits);
        if (known != null) {
            return known;
        }
        Series made = create(group, GoText.plain(Double.longBitsToDouble(bits)), bits);
        byValue.get(group).put(bits, made);
        return made;
    }

    private Series create(int group, String text, long bits) {
        budget.charge(512 + Footprint.text(text.length()));
        Labels own = groups.get(group);
        return new Series(hidden ? own : own.with(label, text), bits);
    }

    /// All that was counted, ascending by labels.
    List<Series> sorted() {
        List<Series> all = new ArrayList<>();
        for (Map<Long, Series> values : byValue) {
            all.addAll(values.values());
        }
        for (Map<String, Series> texts : byText) {
            all.addAll(texts.values());
        }
        all.sort(context.checking(Comparator.comparing(s -> s.labels)));
        return all;
    }
}
