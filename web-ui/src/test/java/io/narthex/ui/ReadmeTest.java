package io.narthex.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The panels in the README are those of the page, word by word, in both languages.
class ReadmeTest {
    @ParameterizedTest
    @CsvSource({"README.md, en", "README.ko.md, ko"})
    void readme_showsEveryPanelAsThePageDoes(String file, String language) throws IOException {
        String readme = Files.readString(Path.of("..").resolve(file));
        Object dashboard = PageFiles.json("dashboards/fastapi.json");
        for (Object panel : PrometheusApi.list(PrometheusApi.member(dashboard, "panels"))) {
            assertThat(readme).contains((String) PrometheusApi.member(panel, "query"));
            for (String words : List.of("title", "unit", "read", "why")) {
                Object texts = PrometheusApi.member(panel, words);
                assertThat(readme).contains((String) PrometheusApi.member(texts, language));
            }
        }
    }
}
