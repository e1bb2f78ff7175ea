package io.narthex.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The panels in the README are those of the page, word by word, in both languages.
class ReadmeTest {
    @ParameterizedTest
    @CsvSource({"README.md, en", "README.ko.md, ko"})
    void readme_showsEveryPanelAsThePageDoes(String file, String language) throws IOException {
        String readme = Files.readString(Path.of("..").resolve(file));
        Map<String, Object> words =
                PrometheusApi.map(PageFiles.json("messages/" + language + ".json"));
        for (Object panel : PrometheusApi.list(PageFiles.json("panels.json"))) {
            String id = (String) PrometheusApi.member(panel, "id");
            assertThat(readme)
                    .contains((String) PrometheusApi.member(panel, "query"))
                    .contains((String) PrometheusApi.member(words, id + ".title"))
                    .contains((String) PrometheusApi.member(words, id + ".unit"))
                    .contains((String) PrometheusApi.member(words, id + ".read"))
                    .contains((String) PrometheusApi.member(words, id + ".why"));
        }
    }
}
