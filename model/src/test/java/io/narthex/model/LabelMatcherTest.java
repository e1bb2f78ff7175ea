package io.narthex.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;

import io.narthex.model.LabelMatcher.Type;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

class LabelMatcherTest {
    @Test
    void matches_truthTable() {
        assertThat(LabelMatcher.equal("a", "x").matches("x")).isTrue();
        assertThat(LabelMatcher.equal("a", "x").matches("xy")).isFalse();
        assertThat(LabelMatcher.equal("a", "").matchesEmpty()).isTrue();
        assertThat(new LabelMatcher(Type.NOT_EQUAL, "a", "x").matchesEmpty()).isTrue();
        assertThat(new LabelMatcher(Type.NOT_REGEX, "a", "x|y").matches("y")).isFalse();
        assertThat(new LabelMatcher(Type.NOT_REGEX, "a", "x|y").matches("z")).isTrue();
    }

    @Test
    void regex_everyShortcutAgreesWithTheAutomaton() {
        List<String> expressions =
                List.of(
                        "",
                        "a",
                        "a|b|",
                        "a|bc",
                        ".*",
                        ".+",
                        "a.*",
                        "a.+",
                        ".*a",
                        ".+a",
                        ".*a.*",
                        ".*a.+",
                        ".+a.*",
                        ".+a.+",
                        ".*.*",
                        ".+.+",
                        "a.b",
                        "(a|b)c",
                        "[ab]+",
                        "(?i)A",
                        "a\\.*",
                        "\\..*",
                        "a{2}",
                        "^a$",
                        "x.*|y",
                        ".",
                        "a\\.|b",
                        "\\^a\\$",
                        "a|b.|[c|d]|",
                        "(?i)a|B",
                        "(a|b)|c",
                        "a|(?i:B)c",
                        "\\Qa|b\\E|c",
                        "a||[b]{0,2}",
                        "\\x61|.b",
                        "[]|a]|bc",
                        "(?:a|b)(?:a|b)|a.",
                        "^a|b$|c.?");
        List<String> values =
                List.of(
                        "",
                        "a",
                        "b",
                        "aa",
                        "ab",
                        "ba",
                        "bc",
                        "ac",
                        "aab",
                        "bab",
                        "\n",
                        "a\nb",
                        "a.",
                        ".",
                        "A",
                        "xx",
                        "y",
                        "\ud83d\ude00",
                        "^a$");
        for (String expression : expressions) {
            Pattern oracle = Pattern.compile("^(?s:" + expression + ")$");
            LabelMatcher matcher = new LabelMatcher(Type.REGEX, "l", expression);
            for (String value : values) {
                assertThat(matcher.matches(value))
                        .as("%s on %s", expression, value)
                        .isEqualTo(oracle.matches(value));
            }
        }
    }

    @Test
    void literalValues_areKnownForPlainAlternationsOnly() {
        assertThat(LabelMatcher.equal("l", "x").literalValues()).containsExactly("x");
        assertThat(new LabelMatcher(Type.REGEX, "l", "x|y").literalValues())
                .containsExactlyInAnyOrder("x", "y");
        assertThat(new LabelMatcher(Type.REGEX, "l", "x.*").literalValues()).isNull();
        assertThat(new LabelMatcher(Type.NOT_EQUAL, "l", "x").literalValues()).isNull();
    }

    @Test
    void badExpression_saysWhy() {
        assertThatThrownBy(() -> new LabelMatcher(Type.REGEX, "l", "a("))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a(");
    }

    @Test
    void hostileExpression_staysLinear() {
        LabelMatcher matcher = new LabelMatcher(Type.REGEX, "l", "(.*?,){25}P");
        assertThat(matcher.matches("x,".repeat(200))).isFalse();
    }

    @Test
    void manyAlternatives_areMatched() {
        StringBuilder hosts = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            hosts.append("host-").append(i).append("\\.example\\.org|");
        }
        LabelMatcher literals = new LabelMatcher(Type.REGEX, "l", hosts + "last");
        assertThat(literals.matches("host-19999.example.org")).isTrue();
        assertThat(literals.matches("host-19999-example.org")).isFalse();
        assertThat(literals.literalValues()).hasSize(20_001);
        String open = "web-[0-9]+|".repeat(2_000) + hosts + "db-.";
        LabelMatcher mixed = new LabelMatcher(Type.REGEX, "l", open);
        assertThat(mixed.matches("web-12")).isTrue();
        assertThat(mixed.matches("host-7.example.org")).isTrue();
        assertThat(mixed.matches("db-1")).isTrue();
        assertThat(mixed.matches("db-12")).isFalse();
        assertThat(mixed.literalValues()).isNull();
    }

    @Test
    void explodingExpression_isRefused() {
        for (String expression :
                List.of(
                        "((a{0,100}){0,100}){0,100}",
                        "(a{1000}){1000}",
                        "(?:a.|bc|".repeat(1) + "a.|bc|".repeat(4_000) + ")",
                        "(".repeat(5_000) + "a" + ")*".repeat(5_000),
                        "(?:" + "\\pL|".repeat(2_000) + ")",
                        "(?:" + "a?".repeat(20_000) + ")")) {
            assertThatThrownBy(() -> new LabelMatcher(Type.REGEX, "l", expression))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching("(?s).*(too large|too deeply).*");
        }
    }

    @Test
    void largestExpressions_matchOnAnyStack() throws InterruptedException {
        List<String> expressions =
                List.of(
                        "(" + "a.|bc|".repeat(1_600) + ")x",
                        "(".repeat(999) + "a" + ")*".repeat(999),
                        "(?:(?:a?){50}){30}",
                        "(?:[ab]{0,50}){0,40}");
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        for (String expression : expressions) {
                                            new LabelMatcher(Type.REGEX, "l", expression)
                                                    .matches("aaaab");
                                        }
                                    } catch (Throwable e) {
                                        failure.set(e);
                                    }
                                });
        thread.join();
        assertThat(failure.get()).isNull();
    }

    @Test
    void toString_isPromql() {
        assertThat(new LabelMatcher(Type.REGEX, "job", "a|\"b\""))
                .hasToString("job=~\"a|\\\"b\\\"\"");
    }
}
