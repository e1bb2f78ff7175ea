package io.narthex.promql.aggregate;

import java.util.Arrays;

/// The rows of one group with the greatest or the least values at each step: per step a heap with
/// the worst of the best on top.
///
/// NaN is worse than any number. Of equal values the row with the lower index is the better, so
/// that it does not matter in which order rows come.
///
/// Thread safety: for one worker.
public final class BestRows {
    /// A mask: rows sorted between two checkpoints.
    private static final int CHECKPOINT = (1 << 13) - 1;

    private final boolean greatest;

    /// Where a step's heap begins; one more entry than steps.
    private int[] base = new int[1];

    private int[] size = new int[0];
    private int[] rows = new int[0];

    /// Values as given for the greatest, negated for the least: the greater is always the better.
    private double[] keys = new double[0];

    /// @param greatest whether great values are wanted, or small ones
    public BestRows(boolean greatest) {
        this.greatest = greatest;
    }

    /// The bytes that a tile takes.
    ///
    /// @param limits by step the number of rows wanted
    /// @param group the number of rows there are
    public static long bytes(int[] limits, int group) {
        long entries = 0;
        for (int limit : limits) {
            entries += Math.min(limit, group);
        }
        return entries * (Double.BYTES + Integer.BYTES);
    }

    /// Starts a tile; see [#bytes].
    public void reset(int[] limits, int group) {
        int steps = limits.length;
        if (size.length < steps) {
            size = new int[steps];
            base = new int[steps + 1];
        }
        Arrays.fill(size, 0);
        for (int k = 0; k < steps; k++) {
            base[k + 1] = Math.addExact(base[k], Math.min(limits[k], group));
        }
        if (rows.length < base[steps]) {
            rows = new int[base[steps]];
            keys = new double[base[steps]];
        }
    }

    /// Adds a row's value at a step.
    public void add(int row, int k, double value) {
        double key = greatest ? value : -value;
        int from = base[k];
        int n = size[k];
        if (from + n < base[k + 1]) {
            rows[from + n] = row;
            keys[from + n] = key;
            size[k]++;
            up(from, n);
        } else if (n > 0 && isWorse(keys[from], rows[from], key, row)) {
            rows[from] = row;
            keys[from] = key;
            down(from, n);
        }
    }

    private static boolean isWorse(double a, int aRow, double b, int bRow) {
        if (a < b) {
            return true;
        }
        if (a > b) {
            return false;
        }
        boolean aNan = Double.isNaN(a);
        return aNan == Double.isNaN(b) ? aRow > bRow : aNan;
    }

    private boolean isWorse(int a, int b) {
        return isWorse(keys[a], rows[a], keys[b], rows[b]);
    }

    private void up(int from, int last) {
        int i = last;
        while (i > 0) {
            int parent = (i - 1) >>> 1;
            if (!isWorse(from + i, from + parent)) {
                return;
            }
            swap(from + i, from + parent);
            i = parent;
        }
    }

    private void down(int from, int n) {
        int i = 0;
        while (2 * i + 1 < n) {
            int child = 2 * i + 1;
            if (child + 1 < n && isWorse(from + child + 1, from + child)) {
                child++;
            }
            if (!isWorse(from + child, from + i)) {
                return;
            }
            swap(from + i, from + child);
            i = child;
        }
    }

    private void swap(int a, int b) {
        int row = rows[a];
        rows[a] = rows[b];
        rows[b] = row;
        double key = keys[a];
        keys[a] = keys[b];
        keys[b] = key;
    }

    /// The number of rows at a step.
    public int size(int k) {
        return size[k];
    }

    /// The i-th row at a step: in no order, or best first after [#sort].
    public int row(int k, int i) {
        return rows[base[k] + i];
    }

    /// The value of the i-th row at a step.
    public double value(int k, int i) {
        double key = keys[base[k] + i];
        return greatest ? key : -key;
    }

    /// Puts a step's rows in order, best first; nothing can be added to the step afterwards.
    ///
    /// @param checkpoint throws when the sort must not go on; called now and then
    public void sort(int k, Runnable checkpoint) {
        int from = base[k];
        for (int n = size[k] - 1; n > 0; n--) {
            if ((n & CHECKPOINT) == 0) {
                checkpoint.run();
            }
            swap(from, from + n);
            down(from, n);
        }
    }
}
