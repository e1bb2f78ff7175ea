package io.narthex.tsdb.merge;

import io.narthex.model.SelectHints;

import java.util.Arrays;

/// Which series of several sets are the same: the series of all of them in canonical order.
///
/// Thread safety: immutable; nobody may write to the arrays.
///
/// @param sets how many sets
/// @param size how many series
/// @param positions per series and set: the series' position in the set, or -1
/// @param first per series: the first set that has it
/// @param fingerprint as [io.narthex.model.SeriesSet#fingerprint] has it
record Join(int sets, int size, int[] positions, int[] first, long fingerprint) {
    /// Compares series of two sets.
    interface Order {
        /// @return negative, 0 or positive as series `i` of set `s` comes before series `j` of set
        ///     `t`, is the same, or comes behind it
        int compare(int s, int i, int t, int j);
    }

    /// Joins sets.
    ///
    /// @param sizes how many series each set has
    /// @param hints how many series at most, and who watches
    static Join of(int[] sizes, Order order, SelectHints hints, long fingerprint) {
        int k = sizes.length;
        int most = Arrays.stream(sizes).sum();
        int[] positions = new int[Math.multiplyExact(most, k)];
        int[] first = new int[most];
        int[] at = new int[k];
        Arrays.fill(positions, -1);
        int n = 0;
        for (int least = least(sizes, order, at); least >= 0; least = least(sizes, order, at)) {
            hints.check(n);
            int i = at[least];
            first[n] = least;
            for (int s = least; s < k; s++) {
                if (at[s] < sizes[s] && order.compare(s, at[s], least, i) == 0) {
                    positions[n * k + s] = at[s]++;
                }
            }
            if (++n == hints.limit()) {
                break;
            }
        }
        return new Join(
                k, n, Arrays.copyOf(positions, n * k), Arrays.copyOf(first, n), fingerprint);
    }

    /// The first of the sets whose next series is least; -1 at the end of all.
    private static int least(int[] sizes, Order order, int[] at) {
        int best = -1;
        for (int s = 0; s < at.length; s++) {
            if (at[s] < sizes[s] && (best < 0 || order.compare(s, at[s], best, at[best]) < 0)) {
                best = s;
            }
        }
        return best;
    }

    /// The position of a series in a set, or -1.
    int position(int series, int set) {
        return positions[series * sets + set];
    }

    long bytes() {
        return (positions.length + first.length) * (long) Integer.BYTES;
    }
}
