package io.narthex.promql.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.model.LabelsHash;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatioSampleTest {
    @Test
    void offset_isTheHashAsAPart() {
        Labels labels = Labels.of("__name__", "x", "i", "ab");
        double expected = (LabelsHash.of(labels) >>> 11) * 0x1p-53;
        assertThat(RatioSample.offset(labels)).isBetween(expected - 0x1p-52, expected + 0x1p-52);
    }

    @ParameterizedTest
    @CsvSource({
        "0.4, 0.3, true",
        "0.3, 0.3, false",
        "-0.6, 0.3, false",
        "-0.7, 0.31, true",
        "1, 0.999, true",
        "-1, 0, true",
        "0, 0, false"
    })
    void keeps_ratioAndComplement_shareTheSeries(double ratio, double offset, boolean kept) {
        assertThat(RatioSample.keeps(ratio, offset)).isEqualTo(kept);
    }
}
