package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.promql.QueryException;
import io.narthex.promql.parser.VectorMatching;
import io.narthex.promql.parser.VectorMatching.Cardinality;
import io.narthex.promql.plan.LabelNeed;

import java.util.ArrayList;
import java.util.List;

/// Everything about a join that depends on labels alone, worked out before the first tile.
///
/// The result has a row for each row of the "many" side and each variant of its group's "one" side;
/// where missing samples of the "many" side are filled in, a row for each row of the "one" side
/// follows.
///
/// Thread safety: immutable.
final class JoinPlan {
    final VectorMatching matching;
    final MatchGroups groups;
    final JoinVariants variants;
    final JoinClasses classes;

    /// By group the number of rows on the "one" side.
    final int[] onesOf;

    /// By row of the "many" side its first result row, and at the end the first filled-in row.
    final int[] firstRow;

    private final MatchKeys keys;
    private final JoinLabels labels;
    private final Rows many;
    private final Rows one;

    /// @param meets whether results with equal labels are an error here
    JoinPlan(JoinLabels labels, Rows many, Rows one, boolean meets, QueryContext context) {
        this.matching = labels.matching();
        this.keys = MatchKeys.of(matching);
        this.labels = labels;
        this.many = many;
        this.one = one;
        this.groups = MatchGroups.of(keys, many, one, context);
        this.onesOf = groups.rightSizes();
        this.variants = JoinVariants.of(labels, groups, one, fillKeys(context), context);
        this.firstRow = firstRows(context.budget());
        this.classes = classes(meets, context);
    }

    /// Whether the sides were exchanged, so that the "many" side is the right one.
    boolean swapped() {
        return matching.cardinality() == Cardinality.ONE_TO_MANY;
    }

    boolean fillsOne() {
        return matching.fillRight() != null;
    }

    boolean fillsMany() {
        return matching.fillLeft() != null;
    }

    /// The match group's labels of a row of the "one" side.
    Labels keyOfOne(int row) {
        return keys.key(one.labels(row));
    }

    Labels labelsOfOne(int row) {
        return one.labels(row);
    }

    private List<Labels> fillKeys(QueryContext context) {
        if (!fillsOne()) {
            return List.of();
        }
        Labels[] byGroup = new Labels[groups.count()];
        for (int row = 0; row < groups.right().length; row++) {
            context.checkRow(row);
            byGroup[groups.right()[row]] = keyOfOne(row);
        }
        for (int row = 0; row < groups.left().length; row++) {
            context.checkRow(row);
            byGroup[groups.left()[row]] = keys.key(many.labels(row));
        }
        return List.of(byGroup);
    }

    private int[] firstRows(ByteBudget budget) {
        int[] first = new int[groups.left().length + 1];
        long rows = 0;
        for (int row = 0; row < groups.left().length; row++) {
            int g = groups.left()[row];
            first[row] = (int) rows;
            rows += variants.first()[g + 1] - variants.first()[g];
            if (rows > Integer.MAX_VALUE - groups.right().length - 8L) {
                throw new QueryException.TooManySamples(
                        "a binary operation would have more than " + rows + " result series");
            }
        }
        first[first.length - 1] = (int) rows;
        // Whoever takes the rows has a reference for each.
        budget.charge(8 * Math.max(0, rows - groups.left().length));
        return first;
    }

    private JoinClasses classes(boolean meets, QueryContext context) {
        boolean oneToOne = matching.cardinality() == Cardinality.ONE_TO_ONE;
        int rows = groups.left().length + (fillsMany() ? groups.right().length : 0);
        if (oneToOne && (!meets || alwaysDiffer())) {
            return JoinClasses.byGroup(groups, rows);
        }
        // What is left of the labels is looked at and forgotten, its numbers stay.
        context.budget().charge(16L * rows);
        long labelled = (Footprint.TABLE_ENTRY + 64) * rows;
        context.budget().charge(labelled);
        List<Labels> base = new ArrayList<>(rows);
        for (int row = 0; row < groups.left().length; row++) {
            context.checkRow(row);
            base.add(labels.base(many.labels(row)));
        }
        for (int row = 0; row < rows - groups.left().length; row++) {
            context.checkRow(row);
            base.add(labels.base(keyOfOne(row)));
        }
        JoinClasses found =
                oneToOne
                        ? JoinClasses.oneToOne(groups, base, context)
                        : JoinClasses.manyToOne(groups, base, context);
        context.budget().release(labelled);
        if (oneToOne) {
            return found;
        }
        return meets ? found : found.withoutTwins();
    }

    /// Whether one-to-one results of different groups have different labels whatever the rows.
    private boolean alwaysDiffer() {
        return !labels.dropsName()
                || (matching.on() && !MetricNames.anyDescriptive(matching.labels()));
    }

    /// The result's rows.
    Rows rows() {
        int filled = fillsMany() ? groups.right().length : 0;
        return new Rows() {
            @Override
            public int size() {
                return firstRow[firstRow.length - 1] + filled;
            }

            @Override
            public Labels labels(int row) {
                int matched = firstRow[firstRow.length - 1];
                return row < matched ? matched(row) : filled(row - matched);
            }

            @Override
            public Labels labels(int row, LabelNeed need) {
                int matched = firstRow[firstRow.length - 1];
                return row < matched ? matched(row, need) : need.of(filled(row - matched));
            }

            @Override
            public boolean dropName(int row) {
                return labels.flagsName();
            }
        };
    }

    private Labels matched(int row) {
        int m = manyOf(row);
        int variant = variants.first()[groups.left()[m]] + row - firstRow[m];
        return JoinLabels.join(labels.base(many.labels(m)), variants.included()[variant]);
    }

    private Labels matched(int row, LabelNeed need) {
        int m = manyOf(row);
        int variant = variants.first()[groups.left()[m]] + row - firstRow[m];
        return JoinLabels.join(
                labels.base(many.labels(m, need)), need.of(variants.included()[variant]));
    }

    private Labels filled(int row) {
        return JoinLabels.join(labels.base(keyOfOne(row)), labels.included(one.labels(row)));
    }

    /// The last row of the "many" side whose results do not start after `row`.
    private int manyOf(int row) {
        int low = 0;
        int high = firstRow.length - 2;
        while (low < high) {
            int mid = (low + high + 1) >>> 1;
            if (firstRow[mid] <= row) {
                low = mid;
            } else {
                high = mid - 1;
            }
        }
        return low;
    }
}
