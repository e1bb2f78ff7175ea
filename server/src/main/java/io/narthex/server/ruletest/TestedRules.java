package io.narthex.server.ruletest;

import io.narthex.model.Labels;
import io.narthex.promql.QueryEngine;
import io.narthex.rules.AlertListener;
import io.narthex.rules.AlertSink;
import io.narthex.rules.RuleGroupStatus;
import io.narthex.rules.RuleOptions;
import io.narthex.rules.RuleReplay;
import io.narthex.rules.RuleScheduler.Defaults;
import io.narthex.rules.RuleServices;
import io.narthex.rules.RuleStatus;
import io.narthex.rules.RuleTimings;
import io.narthex.rules.alert.Alert;
import io.narthex.rules.alert.AlertState;
import io.narthex.rules.file.RuleFile;
import io.narthex.server.ruletest.RuleTestFile.Test;
import io.narthex.tsdb.Tsdb;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The rules under test, evaluated when the test says so.
///
/// Thread safety: for one thread.
final class TestedRules {
    private final RuleReplay rules;

    TestedRules(
            RuleTestFile file,
            Test test,
            List<RuleFile> ruleFiles,
            QueryEngine engine,
            Tsdb store) {
        RuleServices services =
                new RuleServices(
                        engine, store, store, AlertSink.NONE, AlertListener.NONE, RuleTimings.NONE);
        this.rules =
                new RuleReplay(
                        ordered(ruleFiles, file.groupOrder()),
                        new Defaults(
                                test.interval(),
                                Duration.ZERO,
                                Labels.of(new TreeMap<>(test.externalLabels()))),
                        services,
                        RuleOptions.of(InstantSource.system(), test.externalUrl()));
    }

    /// One file per group, so that groups of several files can follow each other in any order.
    /// Groups that the order does not name come with its first one, as in promtool.
    private static List<RuleFile> ordered(List<RuleFile> files, List<String> order) {
        Map<String, Integer> places = new HashMap<>();
        order.forEach(name -> places.put(name, places.size()));
        List<RuleFile> groups = new ArrayList<>();
        for (RuleFile file : files) {
            file.groups().forEach(g -> groups.add(new RuleFile(file.path(), List.of(g))));
        }
        groups.sort(
                Comparator.comparing(f -> places.getOrDefault(f.groups().getFirst().name(), 0)));
        return groups;
    }

    /// Evaluates all groups.
    ///
    /// @return what went wrong, as promtool says it
    List<String> evaluate(long time) {
        rules.evaluate(time);
        List<String> problems = new ArrayList<>();
        for (RuleGroupStatus group : rules.groups()) {
            for (RuleStatus rule : group.rules()) {
                String error = rule.evaluated().lastError();
                if (!error.isEmpty()) {
                    problems.add(
                            "    rule: %s, time: %s, err: %s"
                                    .formatted(
                                            rule.definition().name(),
                                            GoDuration.text(Duration.ofMillis(time)),
                                            error));
                }
            }
        }
        return problems;
    }

    /// The alerts of a name that fire, of all groups.
    List<FiringAlert> firing(String name) {
        List<FiringAlert> firing = new ArrayList<>();
        for (RuleGroupStatus group : rules.groups()) {
            for (RuleStatus rule : group.rules()) {
                if (rule instanceof RuleStatus.Alerting alerting
                        && alerting.definition().alert().equals(name)) {
                    alerting.alerts().stream()
                            .filter(a -> a.state() == AlertState.FIRING)
                            .map(TestedRules::firing)
                            .forEach(firing::add);
                }
            }
        }
        return firing;
    }

    private static FiringAlert firing(Alert alert) {
        Map<String, String> labels = new HashMap<>();
        for (int i = 0; i < alert.labels().size(); i++) {
            labels.put(alert.labels().name(i), alert.labels().value(i));
        }
        return new FiringAlert(FiringAlert.sorted(labels), FiringAlert.sorted(alert.annotations()));
    }
}
