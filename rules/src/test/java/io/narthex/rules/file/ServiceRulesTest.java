package io.narthex.rules.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.testkit.ExternalProgram;
import io.narthex.yaml.YamlDocument;
import io.narthex.yaml.YamlMapping;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The alerts of the examples, in the hands of Debian's promtool, and beside what the README says.
class ServiceRulesTest {
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final Path RULES = Path.of("..", "examples", "rules").toAbsolutePath();

    private static final Pattern CONDITION =
            Pattern.compile("### Alert condition: [^`]*```promql\n([^`]*)\n```");

    @TempDir private Path folder = Path.of("");

    @Test
    void promtool_findsBothRules() throws IOException {
        assertThat(promtool("check", "rules", "service.yml", "service-fast.yml"))
                .containsPattern("SUCCESS: 2 rules found[^$]*SUCCESS: 2 rules found");
    }

    @Test
    void promtool_seesThemFireMinuteByMinute() throws IOException {
        assertThat(promtool("test", "rules", "service_test.yml")).contains("SUCCESS");
    }

    private String promtool(String... arguments) throws IOException {
        ExternalProgram.require(PROMTOOL, "prometheus");
        // The tool looks for files where it runs.
        for (String file : List.of("service.yml", "service-fast.yml", "service_test.yml")) {
            Files.copy(RULES.resolve(file), folder.resolve(file));
        }
        String command = "cd '" + folder + "' && " + PROMTOOL + " " + String.join(" ", arguments);
        try (ExternalProgram promtool =
                ExternalProgram.start(
                        folder.resolve("log"), Map.of(), List.of("/bin/sh", "-c", command))) {
            return promtool.finish();
        }
    }

    @Test
    void conditions_areThoseOfTheReadme() throws IOException {
        List<String> conditions =
                CONDITION
                        .matcher(Files.readString(Path.of("..", "README.md")))
                        .results()
                        .map((MatchResult m) -> m.group(1).replaceAll("\\s+", " "))
                        .toList();
        List<YamlMapping> rules = rules("service.yml");
        assertThat(conditions).hasSize(2);
        assertThat(rules).hasSize(2);
        for (int i = 0; i < 2; i++) {
            int at = i;
            rules.get(i)
                    .text(
                            "expr",
                            expr ->
                                    assertThat(expr.replaceAll("\\s+", " "))
                                            .contains(conditions.get(at)));
        }
    }

    @Test
    void alerts_sayConditionIntentAndFirstAction() throws IOException {
        for (String file : List.of("service.yml", "service-fast.yml")) {
            for (YamlMapping rule : rules(file)) {
                assertThat(rule.textByKey("annotations"))
                        .containsOnlyKeys("summary", "condition", "intent", "action")
                        .allSatisfy((_, text) -> assertThat(text).isNotBlank());
            }
        }
    }

    /// Who won't wait sees the same alerts, sooner.
    @Test
    void fastRules_areTheSameButForTheirWindows() throws IOException {
        List<String> fast = expressions("service-fast.yml");
        assertThat(fast).allSatisfy(expr -> assertThat(expr).contains("[30s]"));
        assertThat(fast.stream().map(expr -> expr.replace("[30s]", "[5m]")).toList())
                .isEqualTo(expressions("service.yml"));
    }

    private static List<String> expressions(String file) throws IOException {
        List<String> expressions = new ArrayList<>();
        for (YamlMapping rule : rules(file)) {
            rule.text("expr", expressions::add);
        }
        return expressions;
    }

    private static List<YamlMapping> rules(String file) throws IOException {
        return YamlDocument.parse(file, Files.readString(RULES.resolve(file)))
                .top()
                .mappings("groups")
                .getFirst()
                .mappings("rules");
    }
}
