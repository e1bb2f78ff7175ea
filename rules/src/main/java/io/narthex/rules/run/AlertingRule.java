package io.narthex.rules.run;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Utf8Order;
import io.narthex.promql.Value.VectorSample;
import io.narthex.promql.parser.ExprPrinter;
import io.narthex.rules.AlertNotice;
import io.narthex.rules.RuleName;
import io.narthex.rules.RuleStatus;
import io.narthex.rules.RuleStatus.Evaluated;
import io.narthex.rules.alert.Alert;
import io.narthex.rules.alert.AlertElement;
import io.narthex.rules.alert.AlertLifecycle;
import io.narthex.rules.alert.AlertState;
import io.narthex.rules.file.RuleDefinition;
import io.narthex.rules.run.MissingData.Found;
import io.narthex.rules.template.AlertTemplate;
import io.narthex.rules.template.TemplateContext;
import io.narthex.rules.template.TemplateData;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/// Makes alerts of what its expression gives, and series of its alerts.
final class AlertingRule implements Rule {
    static final String ALERTS = "ALERTS";
    static final String ALERTS_FOR_STATE = "ALERTS_FOR_STATE";
    static final String ALERT_NAME = "alertname";
    private static final String ALERT_STATE = "alertstate";

    /// The label and the annotation of an alert that comes because there are no data.
    private static final String NO_DATA = "no_data";

    private final RuleDefinition.Alerting definition;
    private final String query;
    private final RunContext context;
    private final SortedMap<String, AlertTemplate> labelTemplates;
    private final SortedMap<String, AlertTemplate> annotationTemplates;

    /// The rule's labels as the file has them, templates included; an alert's own stand over them.
    private final Labels ownLabels;

    private final MissingData missing;

    /// Guarded by `this`, like everything below.
    private final AlertLifecycle lifecycle;

    /// Whether what is known from before a restart was taken into account. Until then no series are
    /// written: they would hide what it is known from.
    private boolean restored;

    AlertingRule(
            RuleDefinition.Alerting definition,
            RuleName name,
            boolean restored,
            RunContext context) {
        this.definition = definition;
        this.query = ExprPrinter.print(definition.expr());
        this.context = context;
        this.labelTemplates = parse(definition.labels());
        this.annotationTemplates = parse(definition.annotations());
        this.ownLabels = Labels.of(definition.labels());
        this.missing = new MissingData(definition, context.queries());
        this.lifecycle =
                new AlertLifecycle(
                        definition.forDuration(),
                        definition.keepFiringFor(),
                        t -> context.services().listener().changed(name, t));
        this.restored = restored;
    }

    private SortedMap<String, AlertTemplate> parse(Map<String, String> texts) {
        SortedMap<String, AlertTemplate> parsed = new TreeMap<>(Utf8Order::compare);
        texts.forEach(
                (name, text) -> parsed.put(name, AlertTemplate.parse(definition.alert(), text)));
        return parsed;
    }

    @Override
    public RuleDefinition.Alerting definition() {
        return definition;
    }

    @Override
    public String query() {
        return query;
    }

    @Override
    public List<VectorSample> evaluate(Evaluation evaluation) {
        List<AlertElement> elements = new ArrayList<>();
        for (VectorSample s : context.queries().query(query, evaluation.queryTime())) {
            elements.add(element(s, evaluation.time()));
        }
        List<Labels> gone;
        synchronized (this) {
            gone = lifecycle.withoutElement(elements);
        }
        // Others may look at the rule meanwhile.
        Found found = missing.look(evaluation.queryTime(), elements.isEmpty(), gone);
        if (found.nothing()) {
            elements.add(noData(evaluation.time()));
        }
        synchronized (this) {
            List<Alert> active =
                    lifecycle.evaluate(
                            elements, evaluation.time(), evaluation.limit(), found.absence());
            return restored ? series(active, evaluation.queryTime()) : List.of();
        }
    }

    private AlertElement element(VectorSample s, long time) {
        TemplateData data =
                new TemplateData(
                        s.labels(),
                        context.externalLabels(),
                        context.options().externalUrl(),
                        s.value(),
                        s.histogram());
        TemplateContext about =
                new TemplateContext(
                        time, context.options().externalUrl(), context.queries()::elements);
        Labels.Builder labels = s.labels().toBuilder().remove(Labels.NAME);
        labelTemplates.forEach((name, template) -> labels.set(name, template.expand(data, about)));
        labels.set(ALERT_NAME, definition.alert());
        SortedMap<String, String> annotations = new TreeMap<>(Utf8Order::compare);
        annotationTemplates.forEach(
                (name, template) -> annotations.put(name, template.expand(data, about)));
        return new AlertElement(
                labels.build(),
                Collections.unmodifiableMap(annotations),
                s.histogram() == null ? s.value() : 0,
                s.labels().drop(Labels.NAME),
                false);
    }

    /// The alert that says that there are no data: a label tells it from those of the condition.
    private AlertElement noData(long time) {
        AlertElement alert =
                element(new VectorSample(Labels.empty(), time, Double.NaN, null), time);
        SortedMap<String, String> annotations = new TreeMap<>(Utf8Order::compare);
        annotations.putAll(alert.annotations());
        annotations.put(NO_DATA, "there are no data for " + query);
        return new AlertElement(
                alert.labels().toBuilder().set(NO_DATA, "true").build(),
                Collections.unmodifiableMap(annotations),
                alert.value(),
                alert.source(),
                true);
    }

    private List<VectorSample> series(List<Alert> alerts, long time) {
        List<VectorSample> series = new ArrayList<>();
        for (Alert alert : alerts) {
            Labels.Builder labels = seriesLabels(alert.labels());
            double since = Math.floorDiv(alert.activeAt(), 1000L);
            Labels forState = labels.set(Labels.NAME, ALERTS_FOR_STATE).build();
            labels.set(Labels.NAME, ALERTS).set(ALERT_STATE, alert.state().text());
            series.add(new VectorSample(labels.build(), time, 1, null));
            series.add(new VectorSample(forState, time, since, null));
        }
        return series;
    }

    private Labels.Builder seriesLabels(Labels alert) {
        Labels.Builder labels = ownLabels.toBuilder();
        for (int i = 0; i < alert.size(); i++) {
            labels.set(alert.name(i), alert.value(i));
        }
        return labels.set(ALERT_NAME, definition.alert());
    }

    /// Gives away what receivers have to hear of now.
    ///
    /// @param interval between evaluations
    void send(long time, Duration interval) {
        List<Alert> due;
        synchronized (this) {
            due = lifecycle.takeDue(time, context.options().resendDelay(), interval);
        }
        if (!due.isEmpty()) {
            String url =
                    context.options().externalUrl()
                            + "/graph?g0.expr="
                            + URLEncoder.encode(query, StandardCharsets.UTF_8)
                                    .replace("*", "%2A")
                                    .replace("%7E", "~")
                            + "&g0.tab=1";
            context.services().sink().send(due.stream().map(a -> new AlertNotice(a, url)).toList());
        }
    }

    /// What selects the series that tell since when this rule's alerts are active.
    List<LabelMatcher> forStateMatchers() {
        List<LabelMatcher> matchers = new ArrayList<>();
        Labels labels =
                ownLabels.toBuilder()
                        .set(Labels.NAME, ALERTS_FOR_STATE)
                        .set(ALERT_NAME, definition.alert())
                        .build();
        for (int i = 0; i < labels.size(); i++) {
            // The value of a template is different in each series.
            if (!labels.value(i).contains("{{")) {
                matchers.add(LabelMatcher.equal(labels.name(i), labels.value(i)));
            }
        }
        return matchers;
    }

    /// Goes on from before a restart, and writes series from now on.
    ///
    /// @param activeAt since when an alert was active, by its labels; [Alert#NEVER] if not known
    synchronized void restore(ToLongFunction<Labels> activeAt) {
        lifecycle.restore(activeAt);
        restored = true;
    }

    /// Takes the times of alerts with a clock that was set.
    ///
    /// @param millis by how much it was set forward; negative for back
    synchronized void shift(long millis) {
        lifecycle.shift(millis);
    }

    /// Takes over the alerts of a rule that this one replaces, and that has ended.
    void copyFrom(AlertingRule other) {
        synchronized (other) {
            synchronized (this) {
                lifecycle.copyFrom(other.lifecycle);
            }
        }
    }

    @Override
    public synchronized RuleStatus status(Evaluated evaluated) {
        AlertState state = evaluated.at() == null ? AlertState.UNKNOWN : lifecycle.state();
        return new RuleStatus.Alerting(definition, query, evaluated, state, lifecycle.active());
    }
}
