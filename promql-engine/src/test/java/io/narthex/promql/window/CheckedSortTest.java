package io.narthex.promql.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.SplittableRandom;

class CheckedSortTest {
    private static final int RUN = CheckedSort.RUN;

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 100, RUN - 1, RUN, RUN + 1, 2 * RUN, 3 * RUN - 5, 5 * RUN + 1, 9 * RUN})
    void sort_isThatOfArrays(int n) {
        SplittableRandom random = new SplittableRandom(n);
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] =
                    switch (random.nextInt(20)) {
                        case 0 -> Double.NaN;
                        case 1 -> -0.0;
                        case 2 -> 0.0;
                        case 3 -> Double.NEGATIVE_INFINITY;
                        default -> random.nextInt(1000);
                    };
        }
        double[] expected = values.clone();
        Arrays.sort(expected);
        int[] looks = new int[1];
        CheckedSort.sort(values, () -> looks[0]++);
        assertThat(Arrays.equals(values, expected)).isTrue();
        assertThat((looks[0] + 1L) * RUN).isGreaterThanOrEqualTo(n);
    }
}
