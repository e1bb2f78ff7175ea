package io.narthex.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.Value;
import io.narthex.tsdb.Tsdb;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/// What is compared computes the same: otherwise a ratio means nothing.
class RateBaselineTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void engineAndBaseline_giveTheSameSums(int jitter) {
        Counters data = Counters.of(200, 300, jitter, 1);
        long start = Counters.firstStep();
        double[][] expected = new StepwiseRate(data, 120, 300_000).sums(start, 60_000, 60);
        try (Tsdb tsdb = Stores.of(data);
                QueryEngine engine = new QueryEngine(RateBenchmark.threads(2))) {
            QueryRequest request =
                    QueryRequest.range(RateBenchmark.QUERY, start, start + 59 * 60_000L, 60_000);
            List<Value.MatrixRow> rows =
                    ((Value.Matrix) engine.prepare(request, tsdb).run().value()).rows();
            assertThat(rows).hasSize(Counters.groups());
            for (Value.MatrixRow row : rows) {
                int g = Integer.parseInt(row.labels().getOrEmpty("g").substring(1));
                assertThat(row.size()).isEqualTo(60);
                for (int k = 0; k < row.size(); k++) {
                    assertThat(row.valueAt(k)).isCloseTo(expected[g][k], within(1e-9));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100_000})
    void gorillaChunk_givesItsSamplesBack(int jitter) {
        Counters data = Counters.of(3, 120, jitter, 2);
        for (int i = 0; i < data.series(); i++) {
            XorChunk chunk = XorChunk.encode(data.timesOf(i), data.values()[i], 0, 120);
            XorChunk.Cursor cursor = chunk.cursor();
            for (int k = 0; k < 120; k++) {
                assertThat(cursor.next()).isTrue();
                assertThat(cursor.time()).isEqualTo(data.timesOf(i)[k]);
                assertThat(cursor.value()).isEqualTo(data.values()[i][k]);
            }
            assertThat(cursor.next()).isFalse();
        }
    }
}
