package io.narthex.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.remote.otlp.OtlpConfig;
import io.narthex.remote.otlp.TranslationStrategy;
import io.narthex.yaml.ConfigException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Set;

/// The block `otlp`.
class OtlpConfigTest {
    @Test
    void nothing_isPrometheusDefaults() {
        assertThat(parse("global: {}\n")).isEqualTo(OtlpConfig.DEFAULTS);
        assertThat(parse("otlp: {}\n"))
                .isEqualTo(
                        new OtlpConfig(
                                TranslationStrategy.UNDERSCORE_ESCAPING_WITH_SUFFIXES,
                                false,
                                Set.of(),
                                false,
                                false,
                                false,
                                true,
                                true));
    }

    @Test
    void allKeys_areRead() {
        String yaml =
                """
                otlp:
                  translation_strategy: NoUTF8EscapingWithSuffixes
                  promote_resource_attributes: [service.name, " host.name "]
                  keep_identifying_resource_attributes: true
                  convert_histograms_to_nhcb: true
                  promote_scope_metadata: true
                  label_name_underscore_sanitization: false
                  label_name_preserve_multiple_underscores: false
                """;
        assertThat(parse(yaml))
                .isEqualTo(
                        new OtlpConfig(
                                TranslationStrategy.NO_UTF8_ESCAPING_WITH_SUFFIXES,
                                false,
                                Set.of("service.name", "host.name"),
                                true,
                                true,
                                true,
                                false,
                                false));
        assertThat(
                        parse(
                                """
                                otlp:
                                  promote_all_resource_attributes: true
                                  ignore_resource_attributes: [host.id]
                                """))
                .extracting(OtlpConfig::promoteAll, OtlpConfig::attributes)
                .containsExactly(true, Set.of("host.id"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "promote_resource_attributes: [a, a] | resource attribute \"a\" is there twice",
                "promote_resource_attributes: [\" \"] | an empty name of a resource attribute",
                "ignore_resource_attributes: [a] | cannot be configured unless",
                "translation_strategy: Best | unsupported OTLP translation strategy \"Best\"",
                "promote_everything: true | unknown key",
            })
    void mistakes_areNamedWithTheirPlace(String line, String message) {
        assertThatThrownBy(() -> parse("otlp:\n  " + line + "\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("test.yml:2: otlp")
                .hasMessageContaining(message);
    }

    @Test
    void allAndSome_excludeEachOther() {
        String yaml =
                """
                otlp:
                  promote_all_resource_attributes: true
                  promote_resource_attributes: [a]
                """;
        assertThatThrownBy(() -> parse(yaml))
                .hasMessageContaining("cannot be configured simultaneously");
    }

    private static OtlpConfig parse(String yaml) {
        return ConfigFile.parse("test.yml", yaml, _ -> null).otlp();
    }
}
