package io.narthex.model.histogram;

import io.narthex.model.number.CompensatedSum;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/// The growing counts of one side of a histogram: sums with what was lost in rounding kept beside
/// them ([CompensatedSum]).
///
/// Thread safety: for one thread.
final class BucketSums {
    private int[] indexes;
    private double[] sums;
    private double[] lost;

    BucketSums(Buckets first) {
        indexes = new int[first.size()];
        sums = new double[first.size()];
        lost = new double[first.size()];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = first.index(i);
            sums[i] = first.count(i);
        }
    }

    BucketSums(BucketSums other) {
        indexes = other.indexes.clone();
        sums = other.sums.clone();
        lost = other.lost.clone();
    }

    /// Adds `sign` times each count.
    void add(Buckets other, double sign) {
        makeRoom(other);
        int at = 0;
        for (int i = 0; i < other.size(); i++) {
            while (indexes[at] < other.index(i)) {
                at++;
            }
            add(at, sign * other.count(i));
        }
    }

    private void add(int at, double value) {
        double next = sums[at] + value;
        lost[at] = CompensatedSum.lost(sums[at], lost[at], value, next);
        sums[at] = next;
    }

    /// Makes a place for every bucket of `other`.
    private void makeRoom(Buckets other) {
        int missing = 0;
        int at = 0;
        for (int i = 0; i < other.size(); i++) {
            while (at < indexes.length && indexes[at] < other.index(i)) {
                at++;
            }
            missing += at == indexes.length || indexes[at] != other.index(i) ? 1 : 0;
        }
        if (missing > 0) {
            merge(other, indexes.length + missing);
        }
    }

    private void merge(Buckets other, int size) {
        int[] mergedIndexes = new int[size];
        double[] mergedSums = new double[size];
        double[] mergedLost = new double[size];
        int a = 0;
        int b = 0;
        for (int n = 0; n < size; n++) {
            int mine = a < indexes.length ? indexes[a] : Integer.MAX_VALUE;
            int theirs = b < other.size() ? other.index(b) : Integer.MAX_VALUE;
            mergedIndexes[n] = Math.min(mine, theirs);
            if (mine <= theirs) {
                mergedSums[n] = sums[a];
                mergedLost[n] = lost[a++];
            }
            b += theirs <= mine ? 1 : 0;
        }
        indexes = mergedIndexes;
        sums = mergedSums;
        lost = mergedLost;
    }

    /// Gives each bucket the index that `target` has for it; those with the same one become one.
    ///
    /// @param target ascending with the index
    void regroup(IntUnaryOperator target) {
        int n = 0;
        for (int i = 0; i < indexes.length; i++) {
            int index = target.applyAsInt(indexes[i]);
            double sum = sums[i];
            double rest = lost[i];
            if (n > 0 && indexes[n - 1] == index) {
                add(n - 1, sum);
                lost[n - 1] += rest;
            } else {
                indexes[n] = index;
                sums[n] = sum;
                lost[n++] = rest;
            }
        }
        truncate(0, n);
    }

    /// How many buckets there are.
    int size() {
        return indexes.length;
    }

    int index(int i) {
        return indexes[i];
    }

    double value(int i) {
        return sums[i] + lost[i];
    }

    double sum(int i) {
        return sums[i];
    }

    double lost(int i) {
        return lost[i];
    }

    /// Drops the first `n` buckets.
    void dropFirst(int n) {
        truncate(n, indexes.length);
    }

    void multiply(double factor) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] *= factor;
            lost[i] *= factor;
        }
    }

    void divide(double divisor) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= divisor;
            lost[i] /= divisor;
        }
    }

    Buckets toBuckets() {
        double[] counts = new double[sums.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = value(i);
        }
        return Buckets.of(indexes.clone(), counts);
    }

    private void truncate(int from, int to) {
        if (from > 0 || to < indexes.length) {
            indexes = Arrays.copyOfRange(indexes, from, to);
            sums = Arrays.copyOfRange(sums, from, to);
            lost = Arrays.copyOfRange(lost, from, to);
        }
    }
}
