package io.narthex.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.rules.file.RuleFileReader;
import io.narthex.scrape.discover.GroupsYaml;
import io.narthex.server.ruletest.RuleTestReader;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The tables of `docs/configuration.md` are those that the readers go by.
///
/// A table stands between the comments `keys NAME` and `end`, for all tables of all files. With
/// `-Dnarthex.record=docs/configuration.md` they are written anew.
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("../docs/configuration.md");
    private static final Pattern PART =
            Pattern.compile(
                    "(?ms)^#+ (?<heading>.*?)$"
                            + "|^<!-- keys (?<name>[^\n]+) -->\n.*?^<!-- end -->$");

    private final Map<String, KeyTable> tables = new LinkedHashMap<>();

    /// By the names of tables, what links to their section.
    private final Map<String, String> anchors = new LinkedHashMap<>();

    @Test
    void tables_areThoseThatAreReadBy() throws IOException {
        List.of(
                        ConfigFile.KEYS,
                        WebConfigReader.KEYS,
                        GroupsYaml.KEYS,
                        RuleFileReader.KEYS,
                        RuleTestReader.KEYS)
                .forEach(this::collect);
        String page = Files.readString(PAGE);
        findAnchors(page);
        assertThat(anchors.keySet())
                .as("tables on the page")
                .containsExactlyInAnyOrderElementsOf(tables.keySet());
        String fresh = PART.matcher(page).replaceAll(m -> Matcher.quoteReplacement(part(m)));
        if (System.getProperty("narthex.record", "").endsWith(PAGE.getFileName().toString())) {
            Files.writeString(PAGE, fresh);
        } else {
            assertThat(page)
                    .as("written anew with -Dnarthex.record=docs/configuration.md")
                    .isEqualTo(fresh);
        }
    }

    private void collect(KeyTable table) {
        KeyTable before = tables.putIfAbsent(table.name(), table);
        if (before != null) {
            assertThat(before).as("two tables " + table.name()).isSameAs(table);
            return;
        }
        for (Key key : table.own()) {
            if (key.inside() != null) {
                collect(key.inside());
            }
        }
        table.others().forEach(this::collect);
    }

    private void findAnchors(String page) {
        String anchor = "";
        Matcher part = PART.matcher(page);
        while (part.find()) {
            String heading = part.group("heading");
            String name = part.group("name");
            if (heading != null) {
                anchor = heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_ -]", "");
                anchor = anchor.replace(' ', '-');
            } else {
                assertThat(anchors.put(name, anchor)).as("two places of " + name).isNull();
            }
        }
    }

    private String part(MatchResult part) {
        String name = part.group("name");
        return name == null
                ? part.group()
                : "<!-- keys %s -->\n\n%s\n<!-- end -->"
                        .formatted(name, written(Objects.requireNonNull(tables.get(name))));
    }

    private String written(KeyTable table) {
        StringBuilder text = new StringBuilder();
        if (!table.own().isEmpty()) {
            text.append("| key | type | default | meaning |\n|---|---|---|---|\n");
        }
        table.own().forEach(key -> text.append(row(key)));
        if (!table.others().isEmpty()) {
            String others =
                    table.others().stream()
                            .map(other -> link(other.name(), other))
                            .collect(Collectors.joining(", "));
            text.append("\nHere stand the keys of these sections too: ")
                    .append(others)
                    .append(".\n");
        }
        if (!table.later().isEmpty()) {
            text.append("\nRefused as not supported yet: ")
                    .append(code(table.later()))
                    .append(".\n");
        }
        return text.toString();
    }

    private String row(Key key) {
        KeyTable inside = key.inside();
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        key.name(),
                        inside == null ? key.type().words() : link(key.type().words(), inside),
                        key.usual().isEmpty() ? "-" : "`" + key.usual() + "`",
                        key.meaning()
                                + (key.words().isEmpty() ? "" : " (" + code(key.words()) + ")"));
    }

    private String link(String text, KeyTable to) {
        return "[" + text + "](#" + anchors.get(to.name()) + ")";
    }

    private static String code(Collection<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }
}
