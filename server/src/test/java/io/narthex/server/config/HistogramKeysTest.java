package io.narthex.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.scrape.HistogramScraping;
import io.narthex.scrape.NameScheme;
import io.narthex.scrape.NameScheme.Escaping;
import io.narthex.scrape.ScrapeConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The keys about histograms, and those about names: what jobs say, and what they inherit.
class HistogramKeysTest {
    private static ScrapeConfig read(String global, String job) {
        String yaml = "global: {" + global + "}\nscrape_configs: [{job_name: a" + job + "}]\n";
        return ConfigFile.parse("n.yml", yaml, _ -> null).scrapeConfigs().getFirst();
    }

    @Test
    void histograms_areInherited_andTheirLimitsAreTheJobs() {
        String on =
                "scrape_native_histograms: true, convert_classic_histograms_to_nhcb: true,"
                        + " always_scrape_classic_histograms: true";
        assertThat(read("", "").histograms()).isEqualTo(HistogramScraping.NONE);
        assertThat(read(on, "").histograms())
                .isEqualTo(new HistogramScraping(true, true, true, 0, 0));
        assertThat(
                        read(
                                        on,
                                        ", convert_classic_histograms_to_nhcb: false,"
                                                + " native_histogram_bucket_limit: 160,"
                                                + " native_histogram_min_bucket_factor: 1.1")
                                .histograms())
                .isEqualTo(new HistogramScraping(true, false, true, 160, 1.1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | '' | false | ALLOW_UTF_8",
                "metric_name_validation_scheme: legacy | '' | true | UNDERSCORES",
                "metric_name_escaping_scheme: dots | '' | false | DOTS",
                "'metric_name_validation_scheme: legacy, metric_name_escaping_scheme: values' |"
                        + " '' | true | VALUES",
                "'' | ', metric_name_validation_scheme: legacy' | true | UNDERSCORES",
                "metric_name_validation_scheme: legacy |"
                        + " ', metric_name_validation_scheme: utf8' | false | ALLOW_UTF_8",
                "metric_name_escaping_scheme: dots |"
                        + " ', metric_name_escaping_scheme: underscores' | false | UNDERSCORES",
            })
    void names_followWhatIsAllowed(String global, String job, boolean legacy, Escaping escaping) {
        assertThat(read(global, job).names()).isEqualTo(new NameScheme(legacy, escaping));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "native_histogram_bucket_limit: -1 | native_histogram_bucket_limit: not a limit",
                "native_histogram_min_bucket_factor: a | native_histogram_min_bucket_factor: not a",
                "metric_name_escaping_scheme: dot | metric_name_escaping_scheme: unknown scheme",
                "'metric_name_validation_scheme: legacy,"
                        + " metric_name_escaping_scheme: allow-utf-8' |"
                        + " metric_name_escaping_scheme: utf8 metric names requested",
            })
    void wrongValues_nameTheKey(String job, String expected) {
        assertThatThrownBy(() -> read("", ", " + job))
                .hasMessageStartingWith("n.yml:2: scrape_configs[0]." + expected);
    }
}
