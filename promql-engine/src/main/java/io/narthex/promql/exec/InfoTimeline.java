package io.narthex.promql.exec;

import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which info series hold at which step, by match group: of each info metric the one whose sample
/// is newest. Read once over all steps, since the rows of `info` depend on it; what is kept are
/// the changes, which are few.
///
/// Thread safety: for one thread until all steps are added, immutable afterwards.
final class InfoTimeline {
    /// Two info series of one metric, with samples of one time.
    record Duplicate(int existing, int added, double seconds) {}

    /// The combinations of info series that hold together in a group.
    private static final class Group {
        final List<List<Integer>> combinations = new ArrayList<>();
        final Map<List<Integer>, Integer> known = new HashMap<>();
        int[] since = new int[2];
        int[] combination = new int[2];
        int size;

        void change(int step, List<Integer> rows, ByteBudget budget) {
            if (size > 0 && combinations.get(combination[size - 1]).equals(rows)) {
                return;
            }
            Integer index = known.get(rows);
            if (index == null) {
                budget.charge(128);
                index = combinations.size();
                known.put(rows, index);
                combinations.add(rows);
            }
            if (size == since.length) {
                budget.charge(8L * size);
                since = Arrays.copyOf(since, 2 * size);
                combination = Arrays.copyOf(combination, 2 * size);
            }
            since[size] = step;
            combination[size++] = index;
        }
    }

    private final Group[] groups;

    /// By info row its slot: rows of one group and metric share one.
    private final int[] slotOf;

    /// By slot the group.
    private final List<Integer> groupOfSlot = new ArrayList<>();

    private final Map<Integer, Duplicate> duplicates = new HashMap<>();
    private final ByteBudget budget;
    private int histogram = -1;

    /// What held at the step noted last.
    private int[] before = {};

    /// @param groupOf by info row
    InfoTimeline(int groupCount, int[] groupOf, Rows info, ByteBudget budget) {
        this.budget = budget;
        this.groups = new Group[groupCount];
        Arrays.setAll(groups, _ -> new Group());
        List<Map<String, Integer>> slots = new ArrayList<>();
        for (int g = 0; g < groupCount; g++) {
            slots.add(new HashMap<>());
        }
        this.slotOf = new int[groupOf.length];
        for (int row = 0; row < groupOf.length; row++) {
            Labels labels = info.labels(row);
            Integer slot =
                    slots.get(groupOf[row])
                            .computeIfAbsent(labels.metricName(), _ -> groupOfSlot.size());
            if (slot == groupOfSlot.size()) {
                groupOfSlot.add(groupOf[row]);
            }
            slotOf[row] = slot;
        }
    }

    /// Adds a tile of the info series' sample times.
    ///
    /// @param first the step at which the tile begins
    void add(HeldTile times, int steps, int first, Worker worker) {
        double[] newest = new double[groupOfSlot.size()];
        int[] winner = new int[newest.length];
        for (int row = 0; row < times.rows() && histogram < 0; row++) {
            StepColumn column = times.column(row);
            histogram = column != null && column.hasHistograms() ? row : -1;
        }
        for (int k = 0; k < steps; k++) {
            worker.checkpoint();
            Arrays.fill(winner, -1);
            for (int row = 0; row < times.rows(); row++) {
                StepColumn column = times.column(row);
                if (column != null && column.isPresent(k)) {
                    meet(row, column.values()[k], first + k, newest, winner);
                }
            }
            note(first + k, winner);
        }
    }

    /// Says that there are no info series at any step.
    void addNone() {
        note(0, new int[0]);
    }

    private void meet(int row, double seconds, int step, double[] newest, int[] winner) {
        int slot = slotOf[row];
        if (winner[slot] >= 0 && newest[slot] == seconds) {
            duplicates.putIfAbsent(step, new Duplicate(winner[slot], row, seconds));
        } else if (winner[slot] < 0 || newest[slot] < seconds) {
            winner[slot] = row;
            newest[slot] = seconds;
        }
    }

    private void note(int step, int[] winner) {
        if (step > 0 && Arrays.equals(winner, before)) {
            return;
        }
        before = winner.clone();
        List<List<Integer>> rows = new ArrayList<>();
        for (int g = 0; g < groups.length; g++) {
            rows.add(List.of());
        }
        for (int slot = 0; slot < winner.length; slot++) {
            if (winner[slot] >= 0) {
                int g = groupOfSlot.get(slot);
                List<Integer> more = new ArrayList<>(rows.get(g));
                more.add(winner[slot]);
                rows.set(g, more);
            }
        }
        for (int g = 0; g < groups.length; g++) {
            groups[g].change(step, rows.get(g), budget);
        }
    }

    /// The combinations of info rows that occur in a group, in the order of their first steps; an
    /// empty one where no info series holds.
    List<List<Integer>> combinations(int group) {
        return groups[group].combinations;
    }

    /// Writes which combination holds at each of some steps.
    void read(int group, int first, int steps, int[] into) {
        Group g = groups[group];
        int at = Arrays.binarySearch(g.since, 0, g.size, first);
        at = at < 0 ? -at - 2 : at;
        for (int k = 0; k < steps; k++) {
            while (at + 1 < g.size && g.since[at + 1] <= first + k) {
                at++;
            }
            into[k] = g.combination[at];
        }
    }

    /// The first duplicates at a step, or null.
    @Nullable Duplicate duplicate(int step) {
        return duplicates.get(step);
    }

    /// The first info series with a native histogram, or -1.
    int histogram() {
        return histogram;
    }
}
