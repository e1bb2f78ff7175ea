package io.narthex.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;

import io.narthex.model.LabelMatcher.Type;

import org.junit.jupiter.api.Test;

import java.util.List;

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
                        "", "a", "a|b|", "a|bc", ".*", ".+", "a.*", "a.+", ".*a", ".+a", ".*a.*",
                        ".*a.+", ".+a.*", ".+a.+", ".*.*", ".+.+", "a.b", "(a|b)c", "[ab]+",
                        "(?i)A", "a\\.*", "\\..*", "a{2}", "^a$", "x.*|y", ".");
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
    void toString_isPromql() {
        assertThat(new LabelMatcher(Type.REGEX, "job", "a|\"b\""))
                .hasToString("job=~\"a|\\\"b\\\"\"");
    }
}
