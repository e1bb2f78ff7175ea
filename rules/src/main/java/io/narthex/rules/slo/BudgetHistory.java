package io.narthex.rules.slo;

import io.narthex.rules.slo.EventLedger.Entry;

import java.util.Arrays;
import java.util.List;

/// The budget of moving windows over settled slots: differences of running sums.
///
/// Thread safety: immutable.
final class BudgetHistory {
    private final Slo slo;
    private final long[] ends;
    private final double[] total;
    private final double[] bad;

    /// @param entries in order of time
    BudgetHistory(Slo slo, List<Entry> entries) {
        this.slo = slo;
        this.ends = entries.stream().mapToLong(Entry::end).toArray();
        this.total = new double[ends.length + 1];
        this.bad = new double[ends.length + 1];
        for (int k = 0; k < ends.length; k++) {
            total[k + 1] = total[k] + entries.get(k).events().total();
            bad[k + 1] = bad[k] + entries.get(k).events().badAtMost();
        }
    }

    /// The budget at the end of a slot.
    BudgetPoint at(long time) {
        int until = after(time);
        int from = after(time - slo.window().toMillis());
        double all = total[until] - total[from];
        double lost = bad[until] - bad[from];
        return new BudgetPoint(time, all, lost, lost == 0 ? 1 : 1 - lost / (slo.budget() * all));
    }

    /// How many slots end at a time or before.
    private int after(long time) {
        int at = Arrays.binarySearch(ends, time);
        return at < 0 ? -at - 1 : at + 1;
    }
}
