package io.narthex.model.number;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompensatedSumTest {
    private static CompensatedSum of(double... summands) {
        CompensatedSum sum = new CompensatedSum();
        for (double summand : summands) {
            sum.add(summand);
        }
        return sum;
    }

    @Test
    void value_keepsWhatAPlainSumLoses() {
        CompensatedSum sum = of(1, 1e100, 1, -1e100);
        assertThat(sum.sum()).isZero();
        assertThat(sum.lost()).isEqualTo(2);
        assertThat(sum.value()).isEqualTo(2);
    }

    @Test
    void overflow_forgetsWhatWasLost() {
        CompensatedSum sum = of(1, 1e100, Double.POSITIVE_INFINITY);
        assertThat(sum.lost()).isZero();
        assertThat(sum.value()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(of(Double.MAX_VALUE, Double.MAX_VALUE).value())
                .isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void nan_staysNan() {
        assertThat(of(1, Double.NaN, 1).value()).isNaN();
    }

    @Test
    void scaleAndAdd_isAStepOfARunningMean() {
        CompensatedSum mean = new CompensatedSum(4);
        mean.scaleAndAdd(0.5, 3);
        assertThat(mean.value()).isEqualTo(5);
    }

    @Test
    void copy_isIndependent() {
        CompensatedSum sum = of(1, 1e100);
        CompensatedSum copy = new CompensatedSum(sum);
        sum.add(-1e100);
        assertThat(sum.value()).isEqualTo(1);
        assertThat(copy.sum()).isEqualTo(1e100);
        copy.multiply(2);
        copy.divide(4);
        assertThat(copy.lost()).isEqualTo(0.5);
    }
}
