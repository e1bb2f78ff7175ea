package io.narthex.rules.template;

import io.narthex.model.Labels;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The truth tables: templates with what Go makes of them, and the data they are about.
final class TemplateTables {
    static final String ALERT = "T";
    static final double VALUE = 1234.5678;
    static final long TIME = 300_000;
    static final String EXTERNAL_URL = "http://host:9090/p";
    static final Labels EXTERNAL_LABELS = Labels.of("ext", "E");
    static final Labels LABELS = Labels.of("__name__", "v", "a", "y", "n", "1", "u", "é<b>");

    /// What the query `m` gives; every other gives nothing.
    static final List<TemplateQueries.Element> RESULT =
            List.of(
                    new TemplateQueries.Element(
                            Labels.of("__name__", "m", "a", "y", "n", "1"), 5, null),
                    new TemplateQueries.Element(
                            Labels.of("__name__", "m", "a", "x", "n", "2"), 1.5, null));

    /// @param template as a rule file would have it
    /// @param expected the output, or the error's text without what stands in front of it
    /// @param forAll whether Debian's promtool 2.42 knows what it needs
    record Entry(String table, String template, String expected, boolean forAll) {
        /// All of the output.
        String output(String alert) {
            String own = expected.replace("__alert_" + ALERT, "__alert_" + alert);
            return table.equals("failures")
                    ? "<error expanding template: error executing template __alert_"
                            + alert
                            + ": "
                            + own
                            + ">"
                    : own;
        }

        @Override
        public String toString() {
            return table + ": " + template;
        }
    }

    private TemplateTables() {}

    static Stream<Entry> all() {
        return Stream.of("language", "functions", "printf", "failures", "parse-errors")
                .flatMap(name -> read(name).stream());
    }

    private static List<Entry> read(String name) {
        List<Entry> entries = new ArrayList<>();
        boolean forAll = true;
        String template = "";
        for (String line : text(name).split("\n")) {
            if (line.startsWith("# 2.42:")) {
                forAll = false;
            } else if (line.startsWith("= ")) {
                entries.add(new Entry(name, template, shown(line.substring(2)), forAll));
                forAll = true;
            } else if (!line.startsWith("# ")) {
                template = shown(line);
            }
        }
        return entries;
    }

    private static String shown(String line) {
        return line.replace('⏎', '\n').replace('␠', ' ');
    }

    private static String text(String name) {
        try (InputStream in = TemplateTables.class.getResourceAsStream(name + ".txt")) {
            byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TemplateContext context() {
        return new TemplateContext(
                TIME, null, (query, _) -> query.equals("m") ? RESULT : List.of());
    }

    static TemplateData data() {
        return new TemplateData(LABELS, EXTERNAL_LABELS, EXTERNAL_URL, VALUE, null);
    }

    static String expand(String alert, String template) {
        return AlertTemplate.parse(alert, template).expand(data(), context());
    }
}
