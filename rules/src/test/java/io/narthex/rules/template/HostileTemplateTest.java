package io.narthex.rules.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;
import io.narthex.testkit.Seeds;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/// Whatever a template is, it ends with a text or an error: never with the stack or the memory.
class HostileTemplateTest {
    private static final long SMALL_STACK = 512 * 1024;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ define \"r\" }}{{ template \"r\" }}{{ end }}{{ template \"r\" }}",
                "{{ define \"r\" }}{{ if true }}{{ template \"r\" . }}{{ end }}{{ end }}"
                        + "{{ template \"r\" . }}",
                "{{ $x := \"a\" }}{{ range 100 }}{{ $x = print $x $x }}{{ end }}",
                "{{ $x := args 1 }}{{ range 100 }}{{ $x = args $x $x }}{{ end }}{{ $x }}",
                "{{ $x := args 1 }}{{ range 1000 }}{{ $x = args $x }}{{ end }}",
                "{{ range 1000000000 }}{{ end }}",
                "{{ range 9223372036854775807 }}{{ range 1000 }}{{ end }}{{ end }}",
                "{{ range 100000 }}{{ $labels }}{{ end }}",
                "{{ range 100 }}{{ printf \"%1000000d\" 5 }}{{ end }}",
                "{{ range 100 }}{{ $x := printf \"%1000000d\" 5 }}{{ end }}",
                "{{ printf \"%999999d%999999d\" 5 5 }}",
                "{{ printf \"%.999999f%.999999e\" 5.5 5.5 }}",
                "{{ printf \"%*d%*d\" 1000000 5 1000000 5 }}",
                "{{ reReplaceAll \"a\" (printf \"%1000d\" 5) (printf \"%099999s\" \"a\") | len }}"
                        + "{{ reReplaceAll \" \" (printf \"%9999d\" 5) (printf \"%99999d\" 5) }}",
                "{{ reReplaceAll \"(?s).*\" (reReplaceAll \" \" \"$$0\" (printf \"%9999d\" 5))"
                        + " (printf \"%99999d\" 5) }}",
                "{{ match \"((a{1,100}){1,100}){1,100}\" \"aaa\" }}",
            })
    void template_thatWouldNotEnd_endsWithAnError(String template) throws Exception {
        assertThat(expandOnSmallStack(template))
                .startsWith("<error expanding template: error executing template __alert_A: ");
    }

    /// Go says so too: widths beyond a million are none.
    @Test
    void width_beyondAMillion_isNoWidth() throws Exception {
        assertThat(expandOnSmallStack("{{ printf \"%1000000000d\" 5 }}"))
                .isEqualTo("%!(NOVERB)%!(EXTRA int=5)");
    }

    @Test
    void nesting_beyondTheLimit_isAParseError() {
        List<String> templates =
                List.of(
                        "{{ " + "(".repeat(20_000) + "1" + ")".repeat(20_000) + " }}",
                        "{{ if true }}".repeat(20_000) + "{{ end }}".repeat(20_000),
                        "{{ if false }}" + "{{ else if false }}".repeat(20_000) + "{{ end }}",
                        "{{ block \"a\" . }}".repeat(20_000) + "{{ end }}".repeat(20_000),
                        "{{ print " + "(1).a.b.c ".repeat(10) + "(".repeat(20_000));
        for (String template : templates) {
            assertThatThrownBy(() -> expandOnSmallStack(template))
                    .isInstanceOf(TemplateException.class)
                    .hasMessageContaining("max expression depth exceeded");
        }
    }

    @Test
    void nesting_withinTheLimit_fitsASmallStack() throws Exception {
        int deep = Nesting.MAX - 2;
        assertThat(expandOnSmallStack("{{ " + "(".repeat(deep) + "1" + ")".repeat(deep) + " }}"))
                .isEqualTo("1");
        assertThat(
                        expandOnSmallStack(
                                "{{ if true }}".repeat(deep) + "x" + "{{ end }}".repeat(deep)))
                .isEqualTo("x");
        String chains = "(first (query \"m\")).Labels.a";
        assertThat(
                        expandOnSmallStack(
                                "{{ print (or "
                                        + "(print ".repeat(deep - 10)
                                        + chains
                                        + ")".repeat(deep - 10)
                                        + ") }}"))
                .isEqualTo("y");
    }

    @Test
    void longTemplates_thatDoNotNest_areExpanded() throws Exception {
        assertThat(expandOnSmallStack("{{ 1 }}".repeat(20_000))).hasSize(20_000);
        assertThat(expandOnSmallStack("{{ 1" + " | print".repeat(10_000) + " }}")).isEqualTo("1");
        assertThat(expandOnSmallStack("{{ print" + " 1".repeat(10_000) + " | len }}"))
                .isEqualTo("19999");
        assertThat(expandOnSmallStack("{{ $labels" + ".a".repeat(2) + " }}")).contains("a.a");
    }

    @Test
    void randomBytesAndPieces_giveATextOrAnError() {
        String[] pieces = {
            "{{",
            "}}",
            "{{- ",
            " -}}",
            "/*",
            "*/",
            "\"",
            "`",
            "'",
            "\\",
            "(",
            ")",
            "|",
            ".",
            "$",
            ",",
            ":=",
            "=",
            " ",
            "\n",
            "if ",
            "else",
            "end",
            "range ",
            "with ",
            "define ",
            "template ",
            "block ",
            "break",
            "continue",
            "nil",
            "true",
            "1",
            "2.5",
            "0x",
            "\"a\"",
            "$x",
            "$labels",
            ".Labels",
            ".a",
            "print ",
            "printf ",
            "\"%d\" ",
            "index ",
            "len ",
            "args ",
            "query \"m\"",
            "é",
            "\0",
            "\ud800",
            "%",
            "toTime ",
            "slice ",
            "and ",
            "eq "
        };
        Seeds.forEach(
                1_000,
                seed -> {
                    RandomGenerator random = Seeds.random(seed);
                    StringBuilder template = new StringBuilder();
                    int length = 1 + random.nextInt(40);
                    for (int i = 0; i < length; i++) {
                        template.append(pieces[random.nextInt(pieces.length)]);
                    }
                    assertEnds(template.toString());
                    assertEnds(new RandomTemplates(random).next());
                });
    }

    private static void assertEnds(String template) {
        try {
            assertThat(TemplateTables.expand("A", template)).isNotNull();
        } catch (TemplateException e) {
            assertThat(e).hasMessageStartingWith("template: __alert_A:");
        }
    }

    @Test
    void loopsOverManySeries_areExpanded() {
        List<TemplateQueries.Element> many = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            many.add(new TemplateQueries.Element(Labels.of("i", String.valueOf(i)), i, null));
        }
        TemplateContext context = new TemplateContext(0, null, (_, _) -> many);
        String text =
                AlertTemplate.parse(
                                "A",
                                "{{ range query \"m\" }}{{ .Labels.i }}={{ printf \"%.1f\" .Value"
                                        + " }},{{ end }}")
                        .expand(TemplateTables.data(), context);
        assertThat(text).startsWith("0=0.0,1=1.0,").endsWith("9999=9999.0,");
    }

    /// Scrape loops and rules run on threads whose stack nobody has chosen.
    private static String expandOnSmallStack(String template) throws Exception {
        AtomicReference<@Nullable String> text = new AtomicReference<>();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread thread =
                new Thread(
                        null,
                        () -> text.set(TemplateTables.expand("A", template)),
                        "",
                        SMALL_STACK);
        thread.setUncaughtExceptionHandler((_, e) -> failure.set(e));
        thread.start();
        thread.join();
        if (failure.get() instanceof RuntimeException e) {
            throw e;
        }
        assertThat(failure.get()).isNull();
        String result = text.get();
        assertThat(result).isNotNull();
        return String.valueOf(result);
    }
}
