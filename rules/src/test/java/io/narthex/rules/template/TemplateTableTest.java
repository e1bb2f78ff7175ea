package io.narthex.rules.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;
import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What templates give, and what is wrong with those that give nothing.
class TemplateTableTest {
    private static Stream<TemplateTables.Entry> entries() {
        return TemplateTables.all();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void template_givesWhatGoGives(TemplateTables.Entry entry) {
        if (entry.table().equals("parse-errors")) {
            assertThatThrownBy(() -> AlertTemplate.parse(TemplateTables.ALERT, entry.template()))
                    .isInstanceOf(TemplateException.class)
                    .hasMessage(entry.expected());
        } else {
            assertThat(TemplateTables.expand(TemplateTables.ALERT, entry.template()))
                    .isEqualTo(entry.output(TemplateTables.ALERT));
        }
    }

    @Test
    void externalUrl_isKnownToFunctions_whereTheContextHasIt() {
        TemplateContext context =
                new TemplateContext(0, "http://testhost:9090/path/prefix", (_, _) -> List.of());
        assertThat(
                        AlertTemplate.parse("A", "{{ externalURL }} {{ pathPrefix }}")
                                .expand(TemplateTables.data(), context))
                .isEqualTo("http://testhost:9090/path/prefix /path/prefix");
    }

    @Test
    void query_isAskedForTheTimeOfTheEvaluation_asItIsWritten() {
        List<String> asked = new ArrayList<>();
        TemplateContext context =
                new TemplateContext(
                        123_456,
                        null,
                        (query, time) -> {
                            asked.add(time + " " + query);
                            return List.of();
                        });
        AlertTemplate.parse("A", "{{ with printf \"up{job='%s'}\" $labels.a | query }}x{{ end }}")
                .expand(TemplateTables.data(), context);
        assertThat(asked).containsExactly("123456 up{job='y'}");
    }

    @Test
    void query_thatFails_failsTheTemplateWithItsReason() {
        TemplateContext context =
                new TemplateContext(
                        0,
                        null,
                        (_, _) -> {
                            throw new IllegalArgumentException("1:3: parse error: no");
                        });
        assertThat(
                        AlertTemplate.parse("A", "{{ query \"a b\" }}")
                                .expand(TemplateTables.data(), context))
                .isEqualTo(
                        "<error expanding template: error executing template __alert_A:"
                                + " template: __alert_A:1:115: executing \"__alert_A\" at"
                                + " <query \"a b\">: error calling query: 1:3: parse error: no>");
    }

    @Test
    void histogram_isPrintedAsAValue_andHasFields() {
        FloatHistogram histogram =
                FloatHistogram.custom(3, 10, Buckets.NONE, new double[] {1}, ResetHint.UNKNOWN);
        TemplateData data = new TemplateData(Labels.empty(), Labels.empty(), "", 0, histogram);
        assertThat(
                        AlertTemplate.parse("A", "{{ $value }} {{ $value.Count }} {{ .Value.Sum }}")
                                .expand(data, TemplateTables.context()))
                .isEqualTo(histogram + " 3 10");
    }
}
