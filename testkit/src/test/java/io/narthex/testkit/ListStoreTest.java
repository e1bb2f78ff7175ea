package io.narthex.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesData;
import io.narthex.model.StartTimestampAppender;
import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;

import org.junit.jupiter.api.Test;

import java.util.List;

class ListStoreTest extends StoreContract {
    @Override
    protected Ports store() {
        ListStore store = new ListStore();
        return new Ports(store, store);
    }

    @Test
    void startTimestamps_areKeptWithFloatsAndHistograms() {
        FloatHistogram histogram =
                FloatHistogram.custom(2, 3, Buckets.run(0, 2), new double[] {5}, ResetHint.UNKNOWN);
        ListStore store = new ListStore();
        try (StartTimestampAppender appender = store.appender()) {
            long ref = appender.resolve(Labels.of(Labels.NAME, "x"));
            appender.append(ref, T0 + 10, 1, T0);
            appender.append(ref, T0 + 20, 2);
            appender.append(ref, T0 + 30, histogram, T0 + 5);
            appender.commit();
        }
        SeriesData x = only(store, "x");
        assertThat(x.hasStartTimestamps()).isTrue();
        assertThat(x.startTimestampAt(0)).isEqualTo(T0);
        assertThat(x.startTimestampAt(1)).isZero();
        assertThat(x.startTimestampAt(2)).isEqualTo(T0 + 5);
    }

    @Test
    void seriesWithoutStartTimestamps_hasNone() {
        ListStore store = new ListStore();
        try (Appender appender = store.appender()) {
            appender.append(appender.resolve(Labels.of(Labels.NAME, "x")), T0, 1);
            appender.commit();
        }
        assertThat(only(store, "x").hasStartTimestamps()).isFalse();
    }

    private static SeriesData only(ListStore store, String name) {
        try (Querier querier = store.querier(T0, T0 + 60_000)) {
            return querier.select(
                            SelectHints.range(T0, T0 + 60_000),
                            List.of(LabelMatcher.equal(Labels.NAME, name)))
                    .cursor()
                    .at(0);
        }
    }
}
