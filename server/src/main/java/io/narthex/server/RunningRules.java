package io.narthex.server;

import io.narthex.http.RulesView;
import io.narthex.rules.RuleGroupStatus;
import io.narthex.rules.RuleScheduler;
import io.narthex.rules.RuleStatus;
import io.narthex.rules.RuleStatus.Evaluated;
import io.narthex.rules.file.OnMissing;
import io.narthex.rules.file.RuleDefinition;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// The scheduler's rules, as the API shows them.
///
/// Thread safety: safe for concurrent calls.
record RunningRules(RuleScheduler scheduler) implements RulesView {
    @Override
    public List<Group> groups() {
        return scheduler.groups().stream().map(RunningRules::group).toList();
    }

    private static Group group(RuleGroupStatus g) {
        return new Group(
                g.name(),
                g.file(),
                g.interval(),
                g.limit(),
                g.took(),
                g.evaluatedAt(),
                g.rules().stream().map(RunningRules::rule).toList());
    }

    private static Rule rule(RuleStatus status) {
        RuleDefinition definition = status.definition();
        Evaluated e = status.evaluated();
        Evaluation evaluation = new Evaluation(e.health().text(), e.lastError(), e.took(), e.at());
        return switch (status) {
            case RuleStatus.Recording _ ->
                    new Recording(
                            definition.name(), status.query(), definition.labels(), evaluation);
            case RuleStatus.Alerting alerting ->
                    new Alerting(
                            definition.name(),
                            status.query(),
                            definition.labels(),
                            evaluation,
                            alerting.definition().forDuration(),
                            alerting.definition().keepFiringFor(),
                            onMissing(alerting.definition().onMissing()),
                            alerting.definition().annotations(),
                            alerting.state().text(),
                            alerting.alerts().stream().map(RunningRules::alert).toList());
        };
    }

    private static @Nullable String onMissing(OnMissing policy) {
        return policy == OnMissing.RESOLVE ? null : policy.text();
    }

    private static Alert alert(io.narthex.rules.alert.Alert a) {
        return new Alert(
                a.labels(),
                a.annotations(),
                a.state().text(),
                Instant.ofEpochMilli(a.activeAt()),
                instant(a.keepFiringSince()),
                a.value());
    }

    private static @Nullable Instant instant(long time) {
        return time == io.narthex.rules.alert.Alert.NEVER ? null : Instant.ofEpochMilli(time);
    }
}
