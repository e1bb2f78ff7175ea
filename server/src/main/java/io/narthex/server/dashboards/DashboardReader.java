package io.narthex.server.dashboards;

import io.narthex.model.DurationText;
import io.narthex.promql.parser.ParseException;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.parser.PromqlParser;
import io.narthex.promql.parser.ValueType;
import io.narthex.server.dashboards.Dashboard.Breach;
import io.narthex.server.dashboards.Dashboard.Format;
import io.narthex.server.dashboards.Dashboard.Panel;
import io.narthex.server.dashboards.Dashboard.Threshold;
import io.narthex.server.dashboards.Dashboard.Words;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads dashboards from JSON, and says where one is wrong.
///
/// Thread safety: immutable.
public final class DashboardReader {
    /// In bytes: a hundred panels with long texts need a fifth.
    public static final int LARGEST = 1 << 20;

    private static final int MOST_PANELS = 100;
    private static final int MOST_VARIABLES = 10;
    private static final int MOST_VOLUMES = 10;

    private static final int LONGEST_TEXT = 2000;
    private static final int LONGEST_QUERY = 20_000;
    private static final int LONGEST_WORD = 200;

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    private static final String UNNAMED = "dashboard";

    /// Those of the pages.
    private static final Set<String> LANGUAGES = inOrder("en", "ko");

    /// What the API adds is no mistake of whoever sends it back.
    private static final Set<String> KEYS =
            inOrder("name", "title", "metric", "variables", "panels", "origin", "applies");

    private static final Set<String> PANEL_KEYS =
            inOrder(
                    "id",
                    "title",
                    "unit",
                    "read",
                    "why",
                    "short",
                    "query",
                    "format",
                    "legend",
                    "window",
                    "perWindow",
                    "volumes",
                    "threshold");

    private static final Set<String> THRESHOLD_KEYS = inOrder("value", "breach", "for");

    private final ParserOptions syntax;

    /// @param syntax of the queries
    public DashboardReader(ParserOptions syntax) {
        this.syntax = syntax;
    }

    private static Set<String> inOrder(String... words) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(words)));
    }

    /// Whether a dashboard may have a name.
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /// Reads one.
    ///
    /// @param name that it has; where the JSON has one too, it must be the same. Null to take the
    ///     JSON's, or `dashboard`
    /// @throws IllegalArgumentException if anything is wrong; the message names the place, such as
    ///     `panels[2].query`
    public Dashboard read(byte[] json, @Nullable String name) {
        if (json.length > LARGEST) {
            throw new IllegalArgumentException(
                    "larger than " + LARGEST + " bytes: split it into several dashboards");
        }
        JsonMembers members = JsonMembers.of(JsonTree.parse(json), "", KEYS);
        String metric = members.optionalText("metric", LONGEST_WORD);
        if (metric != null && !METRIC.matcher(metric).matches()) {
            throw members.wrong("metric", "expected the name of a metric, without labels");
        }
        List<String> variables = members.texts("variables", MOST_VARIABLES, LONGEST_WORD);
        for (String variable : variables) {
            if (!LABEL.matcher(variable).matches()) {
                throw members.wrong("variables", "\"" + variable + "\" is no name of a label");
            }
        }
        return new Dashboard(
                name(members, name), words(members, "title"), metric, variables, panels(members));
    }

    private static String name(JsonMembers members, @Nullable String wanted) {
        String own = members.optionalText("name", LONGEST_WORD);
        if (own != null && wanted != null && !own.equals(wanted)) {
            throw members.wrong(
                    "name", "\"" + own + "\" is not \"" + wanted + "\", as it is called");
        }
        String name = wanted != null ? wanted : own != null ? own : UNNAMED;
        if (!isName(name)) {
            throw members.wrong("name", "expected 1 to 64 of a-z, 0-9 and -, such as my-service");
        }
        return name;
    }

    private static LocalText words(JsonMembers members, String name) {
        return members.words(name, LONGEST_TEXT, LANGUAGES);
    }

    private List<Panel> panels(JsonMembers members) {
        List<?> list = members.list("panels", MOST_PANELS);
        if (list.isEmpty()) {
            throw members.wrong("panels", "missing: expected 1 to " + MOST_PANELS + " panels");
        }
        List<Panel> panels = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            String place = "panels[" + i + "]";
            Panel panel = panel(JsonMembers.of(list.get(i), place, PANEL_KEYS));
            if (!ids.add(panel.id())) {
                throw new IllegalArgumentException(
                        place + ".id: \"" + panel.id() + "\" is another panel's too");
            }
            panels.add(panel);
        }
        return panels;
    }

    private Panel panel(JsonMembers members) {
        String id = members.text("id", LONGEST_WORD);
        if (!isName(id)) {
            throw members.wrong("id", "expected 1 to 64 of a-z, 0-9 and -");
        }
        Words words =
                new Words(
                        words(members, "title"),
                        words(members, "unit"),
                        words(members, "read"),
                        words(members, "why"),
                        members.has("short") ? words(members, "short") : null);
        String query = query(members);
        String window = window(members, query);
        List<String> volumes = members.texts("volumes", MOST_VOLUMES, LONGEST_WORD);
        for (int i = 0; i < volumes.size(); i++) {
            duration(members, "volumes[" + i + "]", volumes.get(i));
        }
        if (window == null && (members.flag("perWindow") || !volumes.isEmpty())) {
            throw members.wrong("window", "missing: perWindow and volumes are about it");
        }
        return new Panel(
                id,
                words,
                query,
                members.word("format", Format.class),
                members.optionalText("legend", LONGEST_TEXT),
                window,
                members.flag("perWindow"),
                volumes,
                threshold(members));
    }

    private String query(JsonMembers members) {
        String query = members.text("query", LONGEST_QUERY);
        ValueType type;
        try {
            type = PromqlParser.parse(query, syntax).type();
        } catch (ParseException e) {
            throw members.wrong("query", e.getMessage());
        }
        if (type != ValueType.VECTOR && type != ValueType.SCALAR) {
            throw members.wrong(
                    "query", "1:1: expected a vector or a number at each time, such as rate(…)");
        }
        return query;
    }

    private static @Nullable String window(JsonMembers members, String query) {
        String window = members.optionalText("window", LONGEST_WORD);
        if (window != null) {
            duration(members, "window", window);
            if (!query.contains("[" + window + "]")) {
                throw members.wrong("window", "there is no [" + window + "] in the query");
            }
        }
        return window;
    }

    private static void duration(JsonMembers members, String name, String text) {
        Duration duration;
        try {
            duration = DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            throw members.wrong(name, String.valueOf(e.getMessage()));
        }
        if (duration.isZero()) {
            throw members.wrong(name, "expected more than 0");
        }
    }

    private static @Nullable Threshold threshold(JsonMembers panel) {
        if (!panel.has("threshold")) {
            return null;
        }
        JsonMembers members =
                JsonMembers.of(panel.value("threshold"), panel.place("threshold"), THRESHOLD_KEYS);
        String patience = members.text("for", LONGEST_WORD);
        duration(members, "for", patience);
        return new Threshold(
                members.number("value"), members.word("breach", Breach.class), patience);
    }
}
