package io.narthex.promql.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.random.RandomGenerator;

class OrderStatisticTest {
    @ParameterizedTest
    @CsvSource({
        "0.5, 1 2 3, 2.0",
        "0.5, 4 1 3 2, 2.5",
        "0, 3 1 2, 1.0",
        "1, 3 1 2, 3.0",
        "0.9, 1 2 3 4 5, 4.6",
        "0.5, 7, 7.0",
        "-0.1, 1 2, -Infinity",
        "1.1, 1 2, Infinity",
        "NaN, 1 2, NaN",
        // NaN ranks lowest.
        "0, 1 NaN 2, NaN",
        "0.5, 1 NaN 2, 1.0",
        "0.25, 1 NaN 2, NaN",
        "1, NaN NaN, NaN",
        // No interpolation between infinities of one sign, none without a weight either.
        "0.5, Infinity -Infinity, NaN",
        "0, 1 Infinity, NaN",
        "1, -Infinity 1, 1.0"
    })
    void quantile_isLinearBetweenRanks(double q, String values, double expected) {
        double[] v = Arrays.stream(values.split(" ")).mapToDouble(Double::parseDouble).toArray();
        assertThat(Double.valueOf(OrderStatistic.quantile(q, v, v.length)))
                .isEqualTo(Double.valueOf(expected));
    }

    @Test
    void quantile_ofManyNumbers_isThatOfASortedArray() {
        Seeds.forEach(
                300,
                seed -> {
                    RandomGenerator random = Seeds.random(seed);
                    double[] values = new double[1 + random.nextInt(2_000)];
                    int distinct = 1 + random.nextInt(random.nextBoolean() ? 3 : 100_000);
                    for (int i = 0; i < values.length; i++) {
                        values[i] = random.nextInt(distinct) / 7.0;
                    }
                    if (random.nextInt(4) == 0) {
                        Arrays.sort(values);
                    }
                    double q = random.nextInt(101) / 100.0;
                    double[] sorted = values.clone();
                    Arrays.sort(sorted);
                    assertThat(OrderStatistic.quantile(q, values, values.length))
                            .isEqualTo(ofSorted(q, sorted));
                });
    }

    private static double ofSorted(double q, double[] sorted) {
        double rank = q * (sorted.length - 1);
        int lower = (int) rank;
        double high = sorted[Math.min(lower + 1, sorted.length - 1)];
        return sorted[lower] * (1 - (rank - lower)) + high * (rank - lower);
    }
}
