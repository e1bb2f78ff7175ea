package io.narthex.model.histogram;

import java.util.Arrays;

/// Bounds of custom buckets.
///
/// Thread safety: stateless.
final class CustomBounds {
    private CustomBounds() {}

    /// The bounds that are in both.
    static double[] common(double[] a, double[] b) {
        double[] common = new double[Math.min(a.length, b.length)];
        int n = 0;
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            if (a[i] == b[j]) {
                common[n++] = a[i++];
                j++;
            } else if (a[i] < b[j]) {
                i++;
            } else {
                j++;
            }
        }
        return Arrays.copyOf(common, n);
    }

    /// The bucket among fewer bounds that holds a bucket of more.
    ///
    /// @param index of a bucket of `bounds`
    /// @param fewer some of `bounds`
    static int bucketOf(double[] bounds, int index, double[] fewer) {
        if (index >= bounds.length) {
            return fewer.length;
        }
        int found = Arrays.binarySearch(fewer, bounds[index]);
        return found >= 0 ? found : -found - 1;
    }
}
