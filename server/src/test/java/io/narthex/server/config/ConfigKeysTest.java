package io.narthex.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.narthex.promql.parser.ParserOptions;
import io.narthex.rules.file.RuleFileException;
import io.narthex.rules.file.RuleFileReader;
import io.narthex.scrape.TargetGroup;
import io.narthex.scrape.discover.GroupsYaml;
import io.narthex.server.ruletest.RuleTestReader;
import io.narthex.yaml.ConfigException;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.KeyType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the tables of keys declare is what is read, at each key of each file.
class ConfigKeysTest {
    @TempDir private Path folder = Path.of("");

    /// Files that have keys.
    enum Kind {
        CONFIGURATION(ConfigFile.KEYS, 400),
        WEB_CONFIGURATION(WebConfigReader.KEYS, 20),
        TARGETS(GroupsYaml.KEYS, 2),
        RULES(RuleFileReader.KEYS, 12),
        RULE_TESTS(RuleTestReader.KEYS, 20);

        final KeyTable keys;
        final int least;

        Kind(KeyTable keys, int least) {
            this.keys = keys;
            this.least = least;
        }
    }

    @BeforeEach
    void files() throws IOException {
        TlsFiles.copy(folder, "server.pem", "server.key");
    }

    private Object read(Kind kind, String yaml) {
        Path file = folder.resolve("f.yml");
        return switch (kind) {
            case CONFIGURATION -> ConfigFile.parse(file.toString(), yaml, _ -> null);
            case WEB_CONFIGURATION -> WebConfigReader.read(saved(file, yaml));
            case TARGETS -> new Targets(GroupsYaml.read(file, inAList(yaml)));
            case RULE_TESTS -> RuleTestReader.read(saved(file, yaml));
            case RULES -> new RuleFileReader(ParserOptions.STABLE).parse(file.toString(), yaml);
        };
    }

    /// What a file of targets holds.
    private record Targets(List<TargetGroup> groups) {}

    /// The same keys, on the same lines, in the only entry of a list.
    private static String inAList(String yaml) {
        return yaml.isBlank() ? "- {}" : "-" + yaml.indent(2).substring(1);
    }

    private static Path saved(Path file, String yaml) {
        try {
            return Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What an error says before the path of a key.
    private String place(Kind kind, int line) {
        String file = folder.resolve("f.yml") + ":";
        return kind == Kind.RULES ? file + " " + line + ":" : file + line + ": ";
    }

    @ParameterizedTest
    @EnumSource
    void wrongValue_isToldWithItsKeyAndLine(Kind kind) {
        List<KeyPath> paths = KeyPath.read(kind.keys);
        assertThat(paths).hasSizeGreaterThanOrEqualTo(kind.least);
        paths.forEach(path -> requireRefused(kind, path, wrong(path.key()), ""));
    }

    private static String wrong(Key key) {
        if (!key.words().isEmpty()) {
            return key.type() == KeyType.TEXTS ? "[soon]" : "soon";
        }
        return switch (key.type()) {
            case TEXT, TEXT_BY_NAME, TEXTS_BY_NAME, BLOCK, BLOCK_BY_NAME -> "[x]";
            case TEXTS, BLOCKS -> "{a: b}";
            case FLAG, NUMBER, DURATION, SIZE -> "soon";
        };
    }

    @ParameterizedTest
    @EnumSource
    void words_areAllKnown(Kind kind) {
        for (KeyPath path : KeyPath.once(KeyPath.read(kind.keys))) {
            path.key().words().forEach(word -> requireTaken(kind, path, word));
        }
    }

    /// A word may want other keys beside it, but is not refused itself.
    private void requireTaken(Kind kind, KeyPath path, String word) {
        boolean isList = path.key().type() == KeyType.TEXTS;
        String yaml = path.written(isList ? "[" + word + "]" : word).yaml();
        Throwable thrown = catchThrowable(() -> read(kind, yaml));
        if (thrown != null) {
            assertThat(thrown).as(yaml).hasMessageNotContaining(path.key().name() + ": ");
        }
    }

    private void requireRefused(Kind kind, KeyPath path, String value, String reason) {
        KeyPath.Written file = path.written(value);
        assertThat(catchThrowable(() -> read(kind, file.yaml())))
                .as(file.yaml())
                .isInstanceOfAny(ConfigException.class, RuleFileException.class)
                .hasMessageStartingWith(place(kind, file.line()))
                .hasMessageContaining(path.key().name() + ": " + reason);
    }

    @ParameterizedTest
    @EnumSource
    void defaults_writtenOut_changeNothing(Kind kind) {
        for (KeyPath path : KeyPath.once(KeyPath.read(kind.keys))) {
            String usual = path.key().usual();
            if (!usual.isEmpty()) {
                boolean isList = path.key().type() == KeyType.TEXTS;
                String value = isList ? "[" + usual + "]" : "'" + usual + "'";
                assertThat(parts(read(kind, path.written(value).yaml())))
                        .as(path.toString())
                        .isEqualTo(parts(read(kind, path.without())));
            }
        }
    }

    /// What was read, but for how it is shown: with what is written and no more.
    private static List<@Nullable Object> parts(Object read) {
        List<@Nullable Object> parts = new ArrayList<>();
        for (RecordComponent component : read.getClass().getRecordComponents()) {
            if (!List.of("yaml", "shownJobs").contains(component.getName())) {
                try {
                    parts.add(component.getAccessor().invoke(read));
                } catch (ReflectiveOperationException e) {
                    throw new AssertionError(component.toString(), e);
                }
            }
        }
        return parts;
    }

    @ParameterizedTest
    @EnumSource(names = "CONFIGURATION")
    void laterKeys_areRefusedAsSuch(Kind kind) {
        List<KeyPath> paths = KeyPath.once(KeyPath.later(kind.keys));
        assertThat(paths).isNotEmpty();
        paths.forEach(path -> requireRefused(kind, path, "x", "not supported yet; "));
    }
}
