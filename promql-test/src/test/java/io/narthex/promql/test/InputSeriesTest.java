package io.narthex.promql.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.Value;
import io.narthex.promql.Value.MatrixRow;
import io.narthex.testkit.ListStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

class InputSeriesTest {
    @Test
    void appendUntil_storesEachSampleOnce_whenItsTimeHasCome() {
        InputSeries input = new InputSeries(1000, 60_000);
        input.add("m{a=\"x\"}", "0+5x3 _ 7");
        ListStore store = new ListStore();
        input.appendUntil(store, 59_999);
        assertThat(samples(store)).isEmpty();
        input.appendUntil(store, 61_500);
        assertThat(samples(store)).containsExactly("60000 0.0", "61000 5.0");
        input.appendUntil(store, 61_500);
        input.appendUntil(store, 120_000);
        assertThat(samples(store))
                .containsExactly("60000 0.0", "61000 5.0", "62000 10.0", "63000 15.0", "65000 7.0");
    }

    private static List<String> samples(ListStore store) {
        List<String> samples = new ArrayList<>();
        try (QueryEngine engine = new QueryEngine(EngineOptions.DEFAULTS)) {
            QueryRequest request = QueryRequest.instant("m[10m]", 120_000);
            if (engine.prepare(request, store).run().value() instanceof Value.Matrix matrix) {
                for (MatrixRow row : matrix.rows()) {
                    for (int i = 0; i < row.size(); i++) {
                        samples.add(row.timeAt(i) + " " + row.valueAt(i));
                    }
                }
            }
        }
        return samples;
    }

    @Test
    void labels_areReadAsSelectorsWriteThem() {
        assertThat(InputSeries.labels("up{job=\"a\"}"))
                .isEqualTo(Labels.of(Labels.NAME, "up", "job", "a"));
        assertThat(InputSeries.labels("{job='a'}")).isEqualTo(Labels.of("job", "a"));
        assertThat(InputSeries.labels("")).isEqualTo(Labels.empty());
        assertThatThrownBy(() -> InputSeries.labels("up{"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> InputSeries.labels("up{a!=\"b\"}"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0+1", "1 x", "{{sum:x}}", "{{nothing:1}}"})
    void add_refusesWhatIsNoSequence(String values) {
        assertThatThrownBy(() -> new InputSeries(1, 0).add("m", values))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// Equal histograms have equal texts, however they were written.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{}} | {{}}",
                "{{schema:0 count:2 sum:3.5 buckets:[1 0 1 0]}} | {{count:2 sum:3.5 buckets:[1 0"
                        + " 1]}}",
                "{{buckets:[0 0 4] offset:-3}} | {{offset:-1 buckets:[4]}}",
                "{{n_buckets:[4.1 5] n_offset:-5 z_bucket:7.1 z_bucket_w:0.05 schema:1}}|"
                    + " {{schema:1 z_bucket:7.1 z_bucket_w:0.05 n_offset:-5 n_buckets:[4.1 5]}}",
                "{{counter_reset_hint:gauge buckets:[1]}} | {{counter_reset_hint:gauge"
                        + " buckets:[1]}}",
                "{{schema:-53 custom_values:[0.5 1] buckets:[1 2]}}"
                        + "| {{schema:-53 custom_values:[0.5 1] buckets:[1 2]}}",
            })
    void text_isTheShortestNotation(String written, String text) {
        assertThat(InputSeries.text(InputSeries.histogram(written))).isEqualTo(text);
    }
}
