package io.narthex.remote.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Set;

/// What OpenTelemetry's names become.
class OtlpNamesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "http.server.duration | s | HISTOGRAM | http_server_duration_seconds"
                        + " | http_server_duration | http.server.duration_seconds",
                "requests | {request} | COUNTER | requests_total | requests | requests_total",
                "requests.total | 1 | COUNTER | requests_total | requests_total | requests_total",
                "total.requests | '' | COUNTER | requests_total | total_requests"
                        + " | total.requests_total",
                "memory.usage | By | GAUGE | memory_usage_bytes | memory_usage"
                        + " | memory.usage_bytes",
                "disk.io | By/s | GAUGE | disk_io_bytes_per_second | disk_io"
                        + " | disk.io_bytes_per_second",
                "load | 1 | GAUGE | load_ratio | load | load_ratio",
                "cpu.ratio | 1 | GAUGE | cpu_ratio | cpu_ratio | cpu_ratio",
                "queue | 1 | UP_DOWN_COUNTER | queue | queue | queue",
                "wait_seconds | s | SUMMARY | wait_seconds | wait_seconds | wait_seconds",
                "a..b__c | '' | GAUGE | a_b_c | a_b__c | a..b__c",
                "2xx | '' | GAUGE | _2xx | _2xx | 2xx",
                "temp | Cel | GAUGE | temp_celsius | temp | temp_celsius",
                "speed | m/h | GAUGE | speed_meters_per_hour | speed | speed_meters_per_hour",
                "x | foo bar | GAUGE | x_foo_bar | x | x_foo bar",
                "größe | By | GAUGE | gr_e_bytes | gr_e | größe_bytes",
                "ratio:x | '' | GAUGE | ratio:x | ratio:x | ratio:x",
            })
    void metricNames(
            String name, String unit, OtlpType type, String full, String plain, String utf8)
            throws TranslationException {
        assertThat(named(TranslationStrategy.UNDERSCORE_ESCAPING_WITH_SUFFIXES, name, unit, type))
                .isEqualTo(full);
        assertThat(
                        named(
                                TranslationStrategy.UNDERSCORE_ESCAPING_WITHOUT_SUFFIXES,
                                name,
                                unit,
                                type))
                .isEqualTo(plain);
        assertThat(named(TranslationStrategy.NO_UTF8_ESCAPING_WITH_SUFFIXES, name, unit, type))
                .isEqualTo(utf8);
        assertThat(named(TranslationStrategy.NO_TRANSLATION, name, unit, type)).isEqualTo(name);
    }

    private static String named(
            TranslationStrategy strategy, String name, String unit, OtlpType type)
            throws TranslationException {
        return new MetricNames(strategy).of(name, unit, type);
    }

    @ParameterizedTest
    @CsvSource({"...", "''", "ж"})
    void metricNameOfNothing_isRefused(String name) {
        MetricNames names = new MetricNames(TranslationStrategy.UNDERSCORE_ESCAPING_WITH_SUFFIXES);
        assertThatThrownBy(() -> names.of(name, "", OtlpType.GAUGE))
                .isInstanceOf(TranslationException.class)
                .hasMessage("normalization for metric \"" + name + "\" resulted in empty name");
    }

    @ParameterizedTest
    @CsvSource({
        "http.method, http_method, http_method",
        "a..b, a__b, a_b",
        "2nd, key_2nd, key_2nd",
        "_private, key_private, key_private",
        "__a.b__, __a_b__, __a_b__",
        "__a__b__, __a__b__, __a_b__",
        "a:b, a_b, a_b",
        "größe, gr__e, gr_e",
    })
    void labelNames(String attribute, String preserved, String collapsed)
            throws TranslationException {
        assertThat(labels(true, true).of(attribute)).isEqualTo(preserved);
        assertThat(labels(true, false).of(attribute)).isEqualTo(collapsed);
        assertThat(
                        new LabelNames(config(TranslationStrategy.NO_TRANSLATION, true, true))
                                .of(attribute))
                .isEqualTo(attribute);
    }

    @Test
    void underscore_staysWhereSanitizingIsOff() throws TranslationException {
        assertThat(labels(false, true).of("_private")).isEqualTo("_private");
        assertThatThrownBy(() -> labels(true, true).of("__"))
                .isInstanceOf(TranslationException.class);
        assertThatThrownBy(() -> labels(true, true).of("")).hasMessage("label name is empty");
    }

    private static LabelNames labels(boolean sanitize, boolean preserve) {
        return new LabelNames(
                config(TranslationStrategy.UNDERSCORE_ESCAPING_WITH_SUFFIXES, sanitize, preserve));
    }

    private static OtlpConfig config(
            TranslationStrategy strategy, boolean sanitize, boolean preserve) {
        return new OtlpConfig(strategy, false, Set.of(), false, false, false, sanitize, preserve);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1.5, 1.5",
        "1e21, 1e+21",
        "1e-7, 1e-7",
        "123456789, 123456789",
        "2.5e-10, 2.5e-10"
    })
    void numbers_areWrittenAsJsonHasThem(double value, String text) {
        assertThat(ValueText.number(value)).isEqualTo(text);
    }
}
