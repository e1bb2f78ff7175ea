package io.narthex.rules.file;

import io.narthex.model.LabelsText;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ParseException;
import io.narthex.promql.parser.PromqlParser;
import io.narthex.rules.template.AlertTemplate;
import io.narthex.rules.template.TemplateException;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.KeyType;
import io.narthex.yaml.YamlMapping;
import io.narthex.yaml.YamlPlace;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Reads one rule.
///
/// Thread safety: for one thread.
final class RuleReader {
    static final KeyTable KEYS =
            KeyTable.of(
                    "rules",
                    Key.text(
                            "record",
                            "the name of the series that the answers become; a rule has this or"
                                    + " `alert`"),
                    Key.text("alert", "the name of the alert that each series of the answer is"),
                    Key.text("expr", "the query; required"),
                    Key.of(
                            "labels",
                            KeyType.TEXT_BY_NAME,
                            "",
                            "labels of the series or alerts; those of alerts are templates"),
                    Key.of(
                            "for",
                            KeyType.DURATION,
                            "0s",
                            "how long the answer stays before the alert fires"),
                    Key.of(
                            "keep_firing_for",
                            KeyType.DURATION,
                            "0s",
                            "how long the alert fires on without an answer"),
                    Key.word(
                            "on_missing",
                            OnMissing.RESOLVE.text(),
                            "what becomes of an alert whose data are gone; not in Prometheus",
                            Arrays.stream(OnMissing.values()).map(OnMissing::text).toList()),
                    Key.of(
                            "annotations",
                            KeyType.TEXT_BY_NAME,
                            "",
                            "texts of the alert for people, which are templates"));

    private final RuleFileReader reader;
    private final YamlMapping node;

    /// What is wrong, each with its place.
    private final List<Problem> found = new ArrayList<>();

    private String record = "";
    private String alert = "";
    private String query = "";
    private Duration forDuration = Duration.ZERO;
    private Duration keepFiringFor = Duration.ZERO;
    private OnMissing onMissing = OnMissing.RESOLVE;
    private Map<String, String> labels = Map.of();
    private Map<String, String> annotations = Map.of();

    private record Problem(String places, String text) {}

    RuleReader(RuleFileReader reader, YamlMapping node) {
        this.reader = reader;
        this.node = node;
    }

    /// @param groupLabels labels of the group
    /// @param group its name
    /// @param number the rule's in its group, from 1
    /// @param problems where problems go
    /// @return null where there was one
    @Nullable RuleDefinition read(
            Map<String, String> groupLabels, String group, int number, List<String> problems) {
        keys();
        checkKind();
        Expr expr = expr();
        if (!record.isEmpty()) {
            checkRecording();
        }
        checkTexts();
        String name = alert.isEmpty() ? record : alert;
        for (Problem problem : found) {
            StringBuilder text = new StringBuilder(problem.places).append(" group ");
            LabelsText.quote(text, group);
            text.append(", rule ").append(number).append(", ");
            LabelsText.quote(text, name);
            problems.add(text.append(": ").append(problem.text).toString());
        }
        return expr == null || !found.isEmpty()
                ? null
                : definition(expr, SortedLabels.merged(groupLabels, labels));
    }

    private RuleDefinition definition(Expr expr, Map<String, String> all) {
        FilePlace place = GroupReader.place(node);
        return alert.isEmpty()
                ? new RuleDefinition.Recording(record, query, expr, all, place)
                : new RuleDefinition.Alerting(
                        alert,
                        query,
                        expr,
                        forDuration,
                        keepFiringFor,
                        onMissing,
                        all,
                        annotations,
                        place);
    }

    private void keys() {
        node.text("record", s -> record = s);
        node.text("alert", s -> alert = s);
        node.text("expr", s -> query = s);
        node.duration("for", d -> forDuration = d);
        node.duration("keep_firing_for", d -> keepFiringFor = d);
        node.value("on_missing", OnMissing::parse, policy -> onMissing = policy);
        labels = node.textByKey("labels");
        annotations = node.textByKey("annotations");
        reader.refuseUnknown(node);
    }

    private void checkKind() {
        if (!record.isEmpty() && !alert.isEmpty()) {
            found.add(
                    new Problem(
                            text(node.valuePlace("record")) + " " + text(node.valuePlace("alert")),
                            "only one of 'record' and 'alert' must be set"));
        }
        if (record.isEmpty() && alert.isEmpty()) {
            problem(node.place(), "one of 'record' or 'alert' must be set");
        }
    }

    private @Nullable Expr expr() {
        if (query.isEmpty()) {
            problem(node.valuePlace("expr"), "field 'expr' must be set in rule");
            return null;
        }
        try {
            return PromqlParser.parse(query, reader.options());
        } catch (ParseException e) {
            problem(node.valuePlace("expr"), "could not parse expression: " + e.getMessage());
            return null;
        }
    }

    private void checkRecording() {
        YamlPlace place = node.valuePlace("record");
        if (!annotations.isEmpty()) {
            problem(place, "invalid field 'annotations' in recording rule");
        }
        if (!forDuration.isZero()) {
            problem(place, "invalid field 'for' in recording rule");
        }
        if (!keepFiringFor.isZero()) {
            problem(place, "invalid field 'keep_firing_for' in recording rule");
        }
        if (node.has("on_missing")) {
            problem(place, "invalid field 'on_missing' in recording rule");
        }
        if (!LabelCheck.isName(record)) {
            problem(place, "invalid recording rule name: " + record);
        }
        // Any UTF-8 is a name, but a selector written here by mistake is more likely than braces.
        if (record.contains("{") || record.contains("}")) {
            problem(
                    place,
                    "braces present in the recording rule name; should it be in expr?: " + record);
        }
    }

    private void checkTexts() {
        YamlMapping labelNode = node.mapping("labels");
        YamlMapping annotationNode = node.mapping("annotations");
        LabelCheck.labels(labels, labelNode::place, this::problem);
        for (String name : annotations.keySet()) {
            if (!LabelCheck.isName(name)) {
                problem(annotationNode.place(name), "invalid annotation name: " + name);
            }
        }
        if (!alert.isEmpty()) {
            checkTemplates("label ", labelNode, labels);
            checkTemplates("annotation ", annotationNode, annotations);
        }
    }

    private void checkTemplates(String what, YamlMapping block, Map<String, String> texts) {
        texts.forEach(
                (name, text) -> {
                    try {
                        AlertTemplate.parse(alert, text);
                    } catch (TemplateException e) {
                        StringBuilder message = new StringBuilder(what);
                        LabelsText.quote(message, name);
                        problem(
                                block.valuePlace(name),
                                message.append(": ").append(e.getMessage()).toString());
                    }
                });
    }

    private void problem(YamlPlace place, String text) {
        found.add(new Problem(text(place), text));
    }

    private static String text(YamlPlace place) {
        return place.line() + ":" + place.column() + ":";
    }
}
