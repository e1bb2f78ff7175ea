package io.narthex.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;
import io.narthex.model.ListSeries;
import io.narthex.model.SeriesData;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

class ListSeriesTest extends SeriesDataContract {
    private static final Labels X = Labels.of(Labels.NAME, "x");

    @Override
    protected SeriesData series(Labels labels, long[] times, double[] values, long[] starts) {
        ListSeries series = new ListSeries(1, labels, times, values);
        return Arrays.stream(starts).allMatch(s -> s == 0)
                ? series
                : series.withStartTimestamps(starts);
    }

    @Test
    void startTimestampAt_isUnknownUnlessGiven() {
        ListSeries plain = new ListSeries(1, X, new long[] {10, 20}, new double[] {1, 2});
        SeriesData started = plain.withStartTimestamps(new long[] {5, 0});

        assertThat(plain.hasStartTimestamps()).isFalse();
        assertThat(plain.startTimestampAt(0)).isZero();
        assertThat(started.hasStartTimestamps()).isTrue();
        assertThat(started.startTimestampAt(0)).isEqualTo(5);
        assertThat(started.startTimestampAt(1)).isZero();
        assertThat(started.valueAt(1)).isEqualTo(2);
        assertThatThrownBy(() -> plain.withStartTimestamps(new long[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
