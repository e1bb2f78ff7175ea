package io.narthex.server.ruletest;

import io.narthex.model.DurationText;
import io.narthex.server.ruletest.RuleTestFile.AlertCase;
import io.narthex.server.ruletest.RuleTestFile.QueryCase;
import io.narthex.server.ruletest.RuleTestFile.Sample;
import io.narthex.server.ruletest.RuleTestFile.Series;
import io.narthex.server.ruletest.RuleTestFile.Test;
import io.narthex.yaml.FileGlob;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.KeyType;
import io.narthex.yaml.YamlDocument;
import io.narthex.yaml.YamlMapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads a file of unit tests. Unknown keys are errors, as in promtool.
///
/// Thread safety: for one thread.
public final class RuleTestReader {
    private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);

    private static final Key EVAL_TIME =
            Key.of("eval_time", KeyType.DURATION, "0s", "when, from the start on");

    private static final KeyTable SERIES_KEYS =
            KeyTable.of(
                    "input_series",
                    Key.text("series", "its name and labels, as in a selector"),
                    Key.text(
                            "values",
                            "its samples, one per interval, such as `0+10x100`, `1 _ 3` or"
                                    + " `stale`"));

    private static final KeyTable EXPECTED_KEYS =
            KeyTable.of(
                    "exp_alerts",
                    Key.of(
                            "exp_labels",
                            KeyType.TEXT_BY_NAME,
                            "",
                            "all its labels but `alertname`"),
                    Key.of("exp_annotations", KeyType.TEXT_BY_NAME, "", "all its annotations"));

    private static final KeyTable ALERT_KEYS =
            KeyTable.of(
                    "alert_rule_test",
                    EVAL_TIME,
                    Key.text("alertname", "the alert that is looked at"),
                    Key.blocks("exp_alerts", EXPECTED_KEYS, "all that fire then"));

    private static final KeyTable SAMPLE_KEYS =
            KeyTable.of(
                    "exp_samples",
                    Key.text("labels", "its name and labels, as in a selector"),
                    Key.of("value", KeyType.NUMBER, "0", "its value"),
                    Key.text("histogram", "or its native histogram"));

    private static final KeyTable QUERY_KEYS =
            KeyTable.of(
                    "promql_expr_test",
                    EVAL_TIME,
                    Key.text("expr", "the query"),
                    Key.blocks("exp_samples", SAMPLE_KEYS, "all that it gives"));

    private static final KeyTable TEST_KEYS =
            KeyTable.of(
                    "tests",
                    Key.text("name", "by which reports call it"),
                    Key.of(
                            "interval",
                            KeyType.DURATION,
                            "",
                            "how far apart samples are; as `evaluation_interval`"),
                    Key.of(
                            "start_timestamp",
                            KeyType.TEXT,
                            "0",
                            "when it begins: seconds since 1970, or such as"
                                    + " `2024-01-01T00:00:00Z`"),
                    Key.blocks("input_series", SERIES_KEYS, "what was scraped"),
                    Key.blocks("alert_rule_test", ALERT_KEYS, "which alerts fire"),
                    Key.blocks("promql_expr_test", QUERY_KEYS, "what queries give"),
                    Key.of(
                            "external_labels",
                            KeyType.TEXT_BY_NAME,
                            "",
                            "those of the server, for templates"),
                    Key.text("external_url", "that of the server, for templates"));

    /// What a file may have, with all that its blocks may have.
    public static final KeyTable KEYS =
            KeyTable.of(
                    "rule test file",
                    Key.texts("rule_files", "files with rules; paths may have wildcards"),
                    Key.of(
                            "evaluation_interval",
                            KeyType.DURATION,
                            DurationText.format(DEFAULT_INTERVAL),
                            "how often rules are evaluated"),
                    Key.texts("group_eval_order", "which groups are evaluated before others"),
                    Key.flag("fuzzy_compare", false, "whether tiny differences are none"),
                    Key.blocks("tests", TEST_KEYS, "each begins with an empty store"));

    private Duration evaluationInterval = DEFAULT_INTERVAL;
    private boolean fuzzy;

    /// What a mapping gives piece by piece.
    private static final class Draft {
        private String text = "";
        private String second = "";
        private Duration time = Duration.ZERO;
        private double value;
    }

    /// Reads a file.
    ///
    /// @throws io.narthex.yaml.ConfigException if it can't be read or used
    public static RuleTestFile read(Path file) {
        String yaml = YamlDocument.text(file, "");
        return new RuleTestReader()
                .read(file, YamlDocument.parse(file.toString(), yaml).top().declared(KEYS));
    }

    private RuleTestFile read(Path file, YamlMapping top) {
        top.duration(
                "evaluation_interval",
                d -> evaluationInterval = d.isZero() ? evaluationInterval : d);
        top.flag("fuzzy_compare", b -> fuzzy = b);
        List<Path> ruleFiles = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String pattern : top.texts("rule_files")) {
            Path resolved = file.toAbsolutePath().resolveSibling(pattern).normalize();
            List<Path> matches = matches(top, resolved);
            ruleFiles.addAll(matches);
            if (matches.isEmpty()) {
                missing.add(resolved.toString());
            }
        }
        List<String> order = top.texts("group_eval_order");
        Set<String> names = new HashSet<>();
        for (String name : order) {
            if (!names.add(name)) {
                throw top.place("group_eval_order")
                        .error("group name repeated in evaluation order: " + name);
            }
        }
        List<Test> tests = top.mappings("tests").stream().map(this::test).toList();
        top.refuseTheRest();
        return new RuleTestFile(
                List.copyOf(ruleFiles), missing, evaluationInterval, order, fuzzy, tests);
    }

    private static List<Path> matches(YamlMapping top, Path pattern) {
        try {
            return FileGlob.of(pattern).files();
        } catch (IllegalArgumentException e) {
            throw top.place("rule_files").error(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Test test(YamlMapping node) {
        Draft draft = new Draft();
        draft.time = evaluationInterval;
        node.duration("interval", d -> draft.time = d.isZero() ? draft.time : d);
        node.text("name", t -> draft.text = t);
        node.text("external_url", t -> draft.second = t);
        long[] start = {0};
        node.value("start_timestamp", RuleTestReader::timestamp, t -> start[0] = t);
        Test test =
                new Test(
                        draft.text,
                        node.place(),
                        draft.time,
                        start[0],
                        node.mappings("input_series").stream().map(this::series).toList(),
                        node.mappings("alert_rule_test").stream().map(this::alerts).toList(),
                        node.mappings("promql_expr_test").stream().map(this::query).toList(),
                        FiringAlert.sorted(node.textByKey("external_labels")),
                        draft.second);
        node.refuseTheRest();
        return test;
    }

    private Series series(YamlMapping node) {
        Draft draft = new Draft();
        node.text("series", t -> draft.text = t);
        node.text("values", t -> draft.second = t);
        node.refuseTheRest();
        return new Series(node.place(), draft.text, draft.second);
    }

    private AlertCase alerts(YamlMapping node) {
        Draft draft = new Draft();
        node.duration("eval_time", d -> draft.time = d);
        node.text("alertname", t -> draft.text = t);
        List<FiringAlert> expected = new ArrayList<>();
        for (YamlMapping alert : node.mappings("exp_alerts")) {
            expected.add(
                    new FiringAlert(
                            FiringAlert.sorted(alert.textByKey("exp_labels")),
                            FiringAlert.sorted(alert.textByKey("exp_annotations"))));
            alert.refuseTheRest();
        }
        node.refuseTheRest();
        return new AlertCase(node.place(), draft.time, draft.text, List.copyOf(expected));
    }

    private QueryCase query(YamlMapping node) {
        Draft draft = new Draft();
        node.duration("eval_time", d -> draft.time = d);
        node.text("expr", t -> draft.text = t);
        List<Sample> expected = node.mappings("exp_samples").stream().map(this::sample).toList();
        node.refuseTheRest();
        return new QueryCase(node.place(), draft.time, draft.text, expected);
    }

    private Sample sample(YamlMapping node) {
        Draft draft = new Draft();
        node.text("labels", t -> draft.text = t);
        node.text("histogram", t -> draft.second = t);
        node.value("value", RuleTestReader::number, v -> draft.value = v);
        node.refuseTheRest();
        return new Sample(draft.text, draft.value, draft.second);
    }

    private static double number(String text) {
        String lower = text.toLowerCase(Locale.ROOT).replace("_", "");
        return switch (lower) {
            case ".nan", "nan" -> Double.NaN;
            case ".inf", "+.inf", "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-.inf", "-inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                if (!lower.matches("[+-]?[0-9.]+(e[+-]?[0-9]+)?")) {
                    throw new IllegalArgumentException("not a number: \"" + text + "\"");
                }
                yield Double.parseDouble(lower);
            }
        };
    }

    /// Seconds since the epoch, or RFC 3339.
    private static long timestamp(String text) {
        if (text.matches("[+-]?[0-9.]+([eE][+-]?[0-9]+)?")) {
            return (long) Math.floor(Double.parseDouble(text) * 1000);
        }
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "cannot parse \"%s\" to a valid timestamp; such as %d or %s"
                            .formatted(text, 1_704_067_200, Instant.ofEpochSecond(1_704_067_200)),
                    e);
        }
    }
}
