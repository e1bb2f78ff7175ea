package io.narthex.promql.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;

import org.junit.jupiter.api.Test;

class StepColumnTest {
    @Test
    void dropHistograms_leavesTheFloats() {
        StepColumn column = mixed();
        column.dropHistograms();
        assertThat(column.histograms()).isNull();
        assertThat(column.cardinality()).isEqualTo(2);
        assertThat(column.isPresent(1)).isFalse();
        assertThat(column.isPresent(68)).isFalse();
        assertThat(column.values()[0]).isEqualTo(7);
        assertThat(column.values()[69]).isEqualTo(8);
    }

    @Test
    void setAllFloats_keepsEveryStep() {
        StepColumn column = mixed();
        column.values()[1] = 9;
        column.setAllFloats();
        assertThat(column.histograms()).isNull();
        assertThat(column.cardinality()).isEqualTo(4);
        assertThat(column.values()[1]).isEqualTo(9);
    }

    /// Floats at 0 and 69, histograms at 1 and 68, nothing between.
    private static StepColumn mixed() {
        FloatHistogram histogram =
                FloatHistogram.custom(
                        1,
                        0,
                        Buckets.run(0, 1),
                        new double[] {1},
                        FloatHistogram.ResetHint.UNKNOWN);
        StepColumn column = new StepColumn(70);
        column.set(0, 7);
        column.set(1, histogram);
        column.set(68, histogram);
        column.set(69, 8);
        return column;
    }
}
