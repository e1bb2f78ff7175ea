package io.narthex.model.relabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelabelRegexTest {
    @ParameterizedTest
    @CsvSource(
            emptyValue = "",
            value = {
                // regex, template, text, result
                "a(.*), $1, abc, bc",
                "a(.*), x$1y, abc, x",
                "a(.*), x${1}y, abc, xbcy",
                "(.)(.), $2$1, ab, ba",
                "(.)(.), ${2}0$1, ab, b0a",
                "(?P<first>.)(?P<rest>.*), $rest-$first, abc, bc-a",
                "(?P<first>.)(?P<rest>.*), $first_, abc, ''",
                "abc, $0!, abc, abc!",
                "abc, $$1, abc, $1",
                "abc, $, abc, $",
                "abc, a$-b, abc, a$-b",
                "abc, ${, abc, ${",
                "abc, ${}x, abc, ${}x",
                "abc, ${0, abc, ${0",
                "abc, ${0 }, abc, ${0 }",
                "abc, $1|$99|$nope, abc, ||",
                "(a)|b, <$1>, b, <>",
                "(a), $01, a, ''",
                "(a), $1234567890, a, ''",
                "'', '', '', ''",
                "a.c, yes, 'a\nc', yes",
                // Any letter goes on with a name, also where no group can have it.
                "(.), $1é!, x, !"
            })
    void replace_match_fillsTheTemplate(String regex, String template, String text, String result) {
        assertThat(RelabelRegex.compile(regex).replace(text, template)).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({"b, abc", "a, abc", "ab|b, abc", "'', a", "A, a"})
    void replace_noMatchOfTheWholeText_givesNothing(String regex, String text) {
        assertThat(RelabelRegex.compile(regex).replace(text, "x")).isNull();
    }

    @Test
    void replace_afterAnotherText_remembersNothing() {
        RelabelRegex regex = RelabelRegex.compile("(a*)(b)?");
        assertThat(regex.replace("aab", "$1$2")).isEqualTo("aab");
        assertThat(regex.replace("a", "$1$2")).isEqualTo("a");
        assertThat(regex.replace("c", "$1$2")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"(", "a**", "a{1001}", "(?=a)", "\\1"})
    void compile_noRegex_isRefused(String regex) {
        assertThatThrownBy(() -> RelabelRegex.compile(regex))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
