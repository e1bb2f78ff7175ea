package io.narthex.ui;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Map.entry;
import static java.util.stream.Collectors.toCollection;

import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The sentences of the page: every language has the same ones, and they are those that the page
/// says.
class MessagesTest {
    private static final Pattern LITERAL = Pattern.compile("\\btext\\('([^']+)'");
    private static final Pattern TEMPLATE = Pattern.compile("\\btext\\(`([^`]+)`");
    /// Calls, but for the function itself and for the keys that stand in the HTML.
    private static final Pattern CALL =
            Pattern.compile("(?<!function )\\btext\\((?!e\\.dataset)(.)");

    private static final Pattern IN_HTML = Pattern.compile("\\bdata-(?:text|label)=\"([^\"]+)\"");
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)\\}");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)\\}");

    /// What the targets API may name as the problem of a target.
    private static final List<String> PROBLEMS =
            List.of(
                    "refused",
                    "timeout",
                    "unknown_host",
                    "no_route",
                    "closed",
                    "tls",
                    "redirect",
                    "host_refused_django",
                    "host_name_invalid",
                    "host_refused_starlette",
                    "unauthorized",
                    "not_found",
                    "server_error",
                    "http_status",
                    "html",
                    "content_type",
                    "parse",
                    "too_large",
                    "limit",
                    "encoding",
                    "near_limit",
                    "duplicate_series",
                    "several_processes",
                    "clock_skew",
                    "unbounded_label",
                    "slow",
                    "other");

    /// The states of an alert.
    private static final List<String> STATES = List.of("inactive", "pending", "firing");

    /// Why an alert went from one state to another, as its history says.
    private static final List<String> REASONS =
            List.of(
                    "present",
                    "for_elapsed",
                    "absent",
                    "keep_firing_for_elapsed",
                    "kept_without_data",
                    "no_data",
                    "longer_for",
                    "limit");

    /// What a part of a chunk may be.
    private static final List<String> CHUNK_PARTS =
            List.of(
                    "samples",
                    "flags",
                    "width",
                    "exponent",
                    "shift",
                    "lengths",
                    "time-lengths",
                    "t0",
                    "interval",
                    "base",
                    "first-number",
                    "slope",
                    "fine-slope",
                    "least-distance",
                    "gaps",
                    "gap",
                    "jitter-width",
                    "jitter-length",
                    "jitter-least",
                    "jitter",
                    "residuals",
                    "deltas",
                    "patches",
                    "patch-length",
                    "patch",
                    "exceptions",
                    "exception",
                    "depth",
                    "depth-no-drop",
                    "beside",
                    "starts-length",
                    "starts-at-t0",
                    "starts-as-before",
                    "starts-behind",
                    "first-time",
                    "time",
                    "time-again",
                    "time-changed",
                    "value",
                    "same-value",
                    "padding",
                    "reset",
                    "samples-and-reset",
                    "start-flags",
                    "histograms",
                    "started-histograms",
                    "started-floats");

    /// The names that variables in keys such as `${panel}.title` stand for.
    private static final Map<String, List<String>> VALUES =
            Map.ofEntries(
                    entry("objective", PageFiles.ids("objectives.json")),
                    entry(
                            "page",
                            List.of(
                                    "dashboard",
                                    "query",
                                    "alerts",
                                    "rules",
                                    "slos",
                                    "targets",
                                    "status")),
                    entry("problem", PROBLEMS),
                    entry("health", List.of("up", "down", "unknown")),
                    entry("ruleHealth", List.of("ok", "err", "unknown")),
                    entry("alertState", STATES),
                    entry("from", STATES),
                    entry("to", STATES),
                    entry("silenceState", List.of("active", "pending", "expired")),
                    entry("queryState", List.of("waiting", "running")),
                    entry("alertsTab", List.of("now", "history", "silences", "backtest")),
                    entry(
                            "statusTab",
                            List.of(
                                    "overview",
                                    "cardinality",
                                    "storage",
                                    "config",
                                    "flags",
                                    "features")),
                    entry("reason", REASONS),
                    entry("chunkPart", CHUNK_PARTS),
                    entry(
                            "chunkKind",
                            List.of("header", "time", "value", "special", "start", "rest")),
                    entry(
                            "chunkFlag",
                            List.of(
                                    "none",
                                    "no-drop",
                                    "raw",
                                    "exceptions",
                                    "fine-slope",
                                    "gaps",
                                    "jitter",
                                    "stale-markers",
                                    "deltas",
                                    "patches")),
                    entry("action", List.of("drop", "labeldrop", "keep")),
                    entry("formatName", List.of("number", "seconds", "percent", "bytes")),
                    entry("zoneName", List.of("local", "utc")),
                    entry("doctorPart", List.of("lookup", "connect", "tls", "wait", "body")));

    @Test
    void keys_ofAllLanguages_areTheSame() {
        assertThat(messages("ko").keySet()).isEqualTo(messages("en").keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ko"})
    void keys_areThoseThatThePageUses(String language) {
        assertThat(messages(language).keySet()).isEqualTo(used());
    }

    @Test
    void places_ofAllLanguages_areTheSame() {
        Map<String, String> korean = messages("ko");
        messages("en")
                .forEach(
                        (key, sentence) ->
                                assertThat(places(korean.get(key)))
                                        .as(key)
                                        .isEqualTo(places(sentence)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ko"})
    void sentences_areNotBlank(String language) {
        assertThat(messages(language)).allSatisfy((key, text) -> assertThat(text).isNotBlank());
    }

    /// Otherwise a key could hide from the other tests.
    @Test
    void calls_nameTheirKeyInPlace() {
        PageFiles.scripts()
                .forEach(
                        (name, script) ->
                                assertThat(CALL.matcher(script).results().map(r -> r.group(1)))
                                        .as(name)
                                        .isSubsetOf("'", "`"));
    }

    private static Set<String> used() {
        Set<String> keys = new TreeSet<>();
        for (String script : PageFiles.scripts().values()) {
            groups(LITERAL, script).forEach(keys::add);
            groups(TEMPLATE, script).flatMap(MessagesTest::expand).forEach(keys::add);
        }
        groups(IN_HTML, PageFiles.text("index.html")).forEach(keys::add);
        return keys;
    }

    /// The keys that a template stands for.
    private static Stream<String> expand(String template) {
        return groups(VARIABLE, template)
                .findFirst()
                .map(
                        name ->
                                VALUES.get(name).stream()
                                        .map(value -> template.replace("${" + name + "}", value))
                                        .flatMap(MessagesTest::expand))
                .orElseGet(() -> Stream.of(template));
    }

    private static Stream<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult r) -> r.group(1));
    }

    private static Set<String> places(String sentence) {
        return groups(PLACE, sentence).collect(toCollection(TreeSet::new));
    }

    private static Map<String, String> messages(String language) {
        Map<String, String> messages = new TreeMap<>();
        PrometheusApi.map(PageFiles.json("messages/" + language + ".json"))
                .forEach((key, sentence) -> messages.put(key, (String) sentence));
        return messages;
    }
}
