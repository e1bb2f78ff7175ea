package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.promql.parser.VectorMatching;
import io.narthex.promql.parser.VectorMatching.Cardinality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rows that a join may give. A row of the "many" side gives one result row, or, where labels
/// of the "one" side are included, one for each combination of these labels that it may meet.
///
/// Thread safety: immutable.
final class JoinRows implements Rows {
    private final List<Labels> labels = new ArrayList<>();
    private final boolean dropNames;

    /// For each row of the "many" side its first result row, and one past the last at the end.
    private final int[] first;

    /// For each row of the "one" side which combination of included labels it has, as a number
    /// within its group.
    private final int[] variant;

    /// @param dropNames whether names go at the very end
    /// @param dropsName whether the operation makes the result something else than its metric
    JoinRows(
            VectorMatching matching,
            Sides sides,
            boolean dropsName,
            boolean returnBool,
            boolean atEnd) {
        this.dropNames = returnBool && atEnd;
        boolean dropNow = dropsName && !dropNames;
        List<List<Labels>> included = new ArrayList<>();
        this.variant = variants(matching, sides, included);
        Rows many = sides.many().rows();
        this.first = new int[many.size() + 1];
        Set<String> names = new HashSet<>(matching.labels());
        for (int row = 0; row < many.size(); row++) {
            first[row] = labels.size();
            List<Labels> variants = included.get(sides.manyGroups()[row]);
            if (!variants.isEmpty()) {
                Labels base = base(matching, names, many.labels(row), dropNow);
                for (Labels extra : variants) {
                    labels.add(with(base, matching.include(), extra));
                }
            }
        }
        first[many.size()] = labels.size();
    }

    /// The two inputs of a join by their part in it.
    ///
    /// @param manyGroups the group of each row of the "many" side
    record Sides(Operator many, Operator one, int[] manyGroups, int[] oneGroups, int groups) {}

    private static int[] variants(
            VectorMatching matching, Sides sides, List<List<Labels>> included) {
        List<Map<Labels, Integer>> known = new ArrayList<>();
        for (int g = 0; g < sides.groups(); g++) {
            included.add(new ArrayList<>(1));
            known.add(new HashMap<>(2));
        }
        Set<String> names = new HashSet<>(matching.include());
        Rows one = sides.one().rows();
        int[] variant = new int[one.size()];
        for (int row = 0; row < variant.length; row++) {
            int g = sides.oneGroups()[row];
            Labels extra = names.isEmpty() ? Labels.empty() : one.labels(row).keep(names);
            Integer before = known.get(g).putIfAbsent(extra, included.get(g).size());
            variant[row] = before == null ? included.get(g).size() : before;
            if (before == null) {
                included.get(g).add(extra);
            }
        }
        return variant;
    }

    private static Labels base(
            VectorMatching matching, Set<String> names, Labels many, boolean dropName) {
        Labels base = dropName ? MetricNames.drop(many) : many;
        if (matching.cardinality() != Cardinality.ONE_TO_ONE) {
            return base;
        }
        return matching.on() ? base.keep(names) : base.drop(names);
    }

    private static Labels with(Labels base, List<String> include, Labels extra) {
        if (include.isEmpty()) {
            return base;
        }
        Labels.Builder builder = base.toBuilder();
        for (String name : include) {
            builder.set(name, extra.getOrEmpty(name));
        }
        return builder.build();
    }

    /// The result row of two rows that meet.
    int row(int many, int one) {
        return first[many] + variant[one];
    }

    /// Whether two rows of the same group may give equal labels.
    boolean mayCollide(int[] manyGroups) {
        Set<List<Object>> seen = new HashSet<>();
        for (int row = 0; row < manyGroups.length; row++) {
            for (int r = first[row]; r < first[row + 1]; r++) {
                if (!seen.add(Arrays.asList(manyGroups[row], labels.get(r)))) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public int size() {
        return labels.size();
    }

    @Override
    public Labels labels(int row) {
        return labels.get(row);
    }

    @Override
    public boolean dropName(int row) {
        return dropNames;
    }
}
