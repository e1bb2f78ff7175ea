package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.scrape.ScrapeProblem;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;

/// What the scraper may say went wrong, and the sentences that the page has for it.
class ProblemSentencesTest {
    private static final Set<String> KEYS = keys();

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void problem_hasItsTwoSentences(ScrapeProblem problem) {
        assertThat(KEYS)
                .contains(
                        "problem." + problem.code() + ".what",
                        "problem." + problem.code() + ".todo");
    }

    @Test
    void sentences_areForProblemsThatThereAre() {
        assertThat(KEYS.stream().filter(key -> key.startsWith("problem.")))
                .hasSize(2 * (ScrapeProblem.values().length - 1));
    }

    private static Set<String> keys() {
        try (InputStream in =
                ProblemSentencesTest.class.getResourceAsStream("/io/narthex/ui/messages/en.json")) {
            byte[] json = Objects.requireNonNull(in).readAllBytes();
            return PrometheusApi.map(PrometheusApi.json(new String(json, StandardCharsets.UTF_8)))
                    .keySet();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
