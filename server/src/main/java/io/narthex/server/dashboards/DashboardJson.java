package io.narthex.server.dashboards;

import io.narthex.server.dashboards.Dashboard.Panel;
import io.narthex.server.dashboards.Dashboard.Threshold;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// Writes dashboards as the JSON that [DashboardReader] reads.
///
/// Thread safety: stateless.
final class DashboardJson {
    private static final JsonFactory JSON = new JsonFactory();

    private DashboardJson() {}

    /// A file that people read too.
    static byte[] file(Dashboard dashboard) {
        return indented(
                out -> {
                    out.writeStartObject();
                    members(out, dashboard);
                    out.writeEndObject();
                });
    }

    /// A file for people, with a line feed at its end.
    static byte[] indented(Consumer<JsonGenerator> content) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter()
                        .withSeparators(
                                Separators.createDefaultInstance()
                                        .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                                        .withArrayEmptySeparator("")
                                        .withObjectEmptySeparator(""))
                        .withArrayIndenter(lines)
                        .withObjectIndenter(lines);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ObjectWriteContext context =
                new ObjectWriteContext.Base() {
                    @Override
                    public DefaultPrettyPrinter getPrettyPrinter() {
                        return printer.createInstance();
                    }
                };
        try (JsonGenerator out = JSON.createGenerator(context, bytes)) {
            content.accept(out);
            out.writeRaw('\n');
        }
        return bytes.toByteArray();
    }

    /// Without needless blanks.
    static byte[] plain(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            content.accept(out);
        }
        return bytes.toByteArray();
    }

    /// The members of a dashboard within an object that is begun.
    static void members(JsonGenerator out, Dashboard dashboard) {
        out.writeStringProperty("name", dashboard.name());
        text(out, "title", dashboard.title());
        if (dashboard.metric() != null) {
            out.writeStringProperty("metric", dashboard.metric());
        }
        texts(out, "variables", dashboard.variables());
        out.writeArrayPropertyStart("panels");
        for (Panel panel : dashboard.panels()) {
            panel(out, panel);
        }
        out.writeEndArray();
    }

    private static void panel(JsonGenerator out, Panel panel) {
        out.writeStartObject();
        out.writeStringProperty("id", panel.id());
        text(out, "title", panel.words().title());
        text(out, "unit", panel.words().unit());
        text(out, "read", panel.words().read());
        text(out, "why", panel.words().why());
        if (panel.words().brief() != null) {
            text(out, "short", panel.words().brief());
        }
        out.writeStringProperty("query", panel.query());
        out.writeStringProperty("format", word(panel.format()));
        if (panel.legend() != null) {
            out.writeStringProperty("legend", panel.legend());
        }
        if (panel.window() != null) {
            out.writeStringProperty("window", panel.window());
        }
        if (panel.perWindow()) {
            out.writeBooleanProperty("perWindow", true);
        }
        if (!panel.volumes().isEmpty()) {
            texts(out, "volumes", panel.volumes());
        }
        if (panel.threshold() != null) {
            threshold(out, panel.threshold());
        }
        out.writeEndObject();
    }

    private static void threshold(JsonGenerator out, Threshold threshold) {
        out.writeObjectPropertyStart("threshold");
        out.writeName("value");
        number(out, threshold.value());
        out.writeStringProperty("breach", word(threshold.breach()));
        out.writeStringProperty("for", threshold.patience());
        out.writeEndObject();
    }

    /// What [JsonTree] gives.
    static void tree(JsonGenerator out, @Nullable Object tree) {
        switch (tree) {
            case null -> out.writeNull();
            case Map<?, ?> map -> {
                out.writeStartObject();
                map.forEach(
                        (name, value) -> {
                            out.writeName((String) name);
                            tree(out, value);
                        });
                out.writeEndObject();
            }
            case List<?> list -> {
                out.writeStartArray();
                list.forEach(item -> tree(out, item));
                out.writeEndArray();
            }
            case Double number -> number(out, number);
            case Boolean flag -> out.writeBoolean(flag);
            default -> out.writeString(tree.toString());
        }
    }

    /// Whole numbers as people write them.
    static void number(JsonGenerator out, double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            out.writeNumber((long) value);
        } else {
            out.writeNumber(value);
        }
    }

    private static void text(JsonGenerator out, String name, LocalText text) {
        String one = text.byLanguage().get(LocalText.EVERYBODY);
        if (one != null) {
            out.writeStringProperty(name, one);
            return;
        }
        out.writeObjectPropertyStart(name);
        text.byLanguage().forEach(out::writeStringProperty);
        out.writeEndObject();
    }

    private static void texts(JsonGenerator out, String name, List<String> texts) {
        out.writeArrayPropertyStart(name);
        texts.forEach(out::writeString);
        out.writeEndArray();
    }

    private static String word(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
