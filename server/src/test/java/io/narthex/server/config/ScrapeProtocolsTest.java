package io.narthex.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.scrape.ScrapeProtocol;
import io.narthex.yaml.ConfigException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/// The formats that targets are asked for.
class ScrapeProtocolsTest {
    private static List<ScrapeProtocol> read(String global, String job) {
        String yaml = "global: {" + global + "}\nscrape_configs: [{job_name: a" + job + "}]\n";
        return ConfigFile.parse("n.yml", yaml, _ -> null).scrapeConfigs().getFirst().protocols();
    }

    @Test
    void job_inheritsWhatItDoesNotSay() {
        String global = "scrape_protocols: [PrometheusText1.0.0, PrometheusText0.0.4]";
        assertThat(read("", "")).isEqualTo(ScrapeProtocol.DEFAULTS);
        assertThat(read(global, ""))
                .containsExactly(
                        ScrapeProtocol.PROMETHEUS_TEXT_1_0_0, ScrapeProtocol.PROMETHEUS_TEXT_0_0_4);
        assertThat(read(global, ", scrape_protocols: [OpenMetricsText0.0.1]"))
                .containsExactly(ScrapeProtocol.OPEN_METRICS_TEXT_0_0_1);
    }

    @Test
    void nativeHistograms_needProtobufFirst_unlessFormatsAreNamed() {
        String on = "scrape_native_histograms: true";
        String text = "scrape_protocols: [PrometheusText0.0.4]";
        assertThat(read(on, "")).isEqualTo(ScrapeProtocol.PROTO_FIRST);
        assertThat(read("", ", " + on)).isEqualTo(ScrapeProtocol.PROTO_FIRST);
        assertThat(read(on, ", scrape_native_histograms: false"))
                .isEqualTo(ScrapeProtocol.DEFAULTS);
        assertThat(read(text, ", " + on)).containsExactly(ScrapeProtocol.PROMETHEUS_TEXT_0_0_4);
        assertThat(read(on, ", scrape_protocols: [PrometheusProto]"))
                .containsExactly(ScrapeProtocol.PROMETHEUS_PROTO);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | scrape_protocols cannot be empty",
                "[PrometheusText0.0.4, PrometheusText0.0.4] | duplicated protocol in"
                        + " scrape_protocols, got [PrometheusText0.0.4, PrometheusText0.0.4]",
                "[prometheustext0.0.4] | unknown scrape protocol \"prometheustext0.0.4\"; known: ",
            })
    void wrongLists_nameTheKey(String list, String expected) {
        assertThatThrownBy(() -> read("", ", scrape_protocols: " + list))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("n.yml:2: scrape_configs[0].scrape_protocols: " + expected);
    }
}
