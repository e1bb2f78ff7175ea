package io.narthex.promql.aggregate;

import java.util.Arrays;

/// Folds the series of one group into one value per step.
///
/// Thread safety: for one worker.
public abstract class Fold {
    /// At most: three numbers and a bit.
    public static final long BYTES_PER_STEP = 25;

    private long[] present = new long[0];
    private int steps;

    /// Starts a tile of so many steps with nothing folded in.
    public final void reset(int newSteps) {
        steps = newSteps;
        int words = (newSteps + 63) >>> 6;
        if (present.length < words) {
            present = new long[words];
        }
        Arrays.fill(present, 0);
        clear(newSteps);
    }

    /// Adds a series: its values by step, and the bitmap of steps that have one.
    public final void add(double[] values, long[] valuePresent) {
        for (int w = 0; w < (steps + 63) >>> 6; w++) {
            long bits = valuePresent[w];
            long seen = present[w];
            while (bits != 0) {
                int bit = Long.numberOfTrailingZeros(bits);
                int k = (w << 6) + bit;
                if ((seen >>> bit & 1) == 0) {
                    first(k, values[k]);
                } else {
                    next(k, values[k]);
                }
                bits &= bits - 1;
            }
            present[w] = seen | valuePresent[w];
        }
    }

    /// The bitmap of steps that got a value.
    public final long[] present() {
        return present;
    }

    /// Makes room for a tile.
    abstract void clear(int newSteps);

    /// Takes a step's first value.
    abstract void first(int k, double v);

    /// Takes a step's further value.
    abstract void next(int k, double v);

    /// The result of a step that got a value.
    public abstract double result(int k);
}
