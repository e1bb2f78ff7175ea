package io.narthex.promql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Kind;
import io.narthex.model.Labels;
import io.narthex.model.ListQueryable;
import io.narthex.model.SeriesData;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;

/// Native histograms are refused, never taken for floats.
class HistogramsTest {
    @ParameterizedTest
    @ValueSource(strings = {"h", "rate(h[5m])", "absent_over_time(h[5m])", "h[5m]"})
    void selector_meetsNativeHistograms_saysTheyAreNotSupported(String query) {
        try (QueryEngine engine = new QueryEngine(EngineOptions.DEFAULTS)) {
            ListQueryable store = new ListQueryable(List.of(new Histograms()));
            Query prepared = engine.prepare(QueryRequest.instant(query, 60_000), store);
            assertThatThrownBy(prepared::run)
                    .isInstanceOf(QueryException.Execution.class)
                    .hasMessage(
                            "native histograms are not supported yet, but the selector matches h");
        }
    }

    /// A series of histograms every minute.
    private static final class Histograms implements SeriesData {
        @Override
        public long ref() {
            return 1;
        }

        @Override
        public Labels labels() {
            return Labels.of("__name__", "h");
        }

        @Override
        public Kind kind() {
            return Kind.HISTOGRAM;
        }

        @Override
        public int count() {
            return 2;
        }

        @Override
        public void times(int from, int n, long[] dst, int at) {
            for (int i = 0; i < n; i++) {
                dst[at + i] = timeAt(from + i);
            }
        }

        @Override
        public void values(int from, int n, double[] dst, int at) {
            Arrays.fill(dst, at, at + n, 1);
        }

        @Override
        public long timeAt(int i) {
            return i * 60_000L;
        }

        @Override
        public double valueAt(int i) {
            return 1;
        }
    }
}
