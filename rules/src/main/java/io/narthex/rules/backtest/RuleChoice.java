package io.narthex.rules.backtest;

import io.narthex.rules.file.RuleDefinition;
import io.narthex.rules.file.RuleDefinition.Alerting;
import io.narthex.rules.file.RuleFile;
import io.narthex.rules.file.RuleGroupDefinition;
import io.narthex.rules.run.RuleReads;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The alerts that a backtest is about, and all rules that those build on.
///
/// @param asked the alerts
/// @param needed the alerts, and what they build on
///
/// Thread safety: immutable.
record RuleChoice(Set<Site> asked, Set<Site> needed) {
    /// A rule with its place. The same one may stand in several groups.
    record Site(String file, String group, RuleDefinition rule) {}

    /// Chooses rules.
    ///
    /// @throws BacktestException if something is asked for that is not there
    static RuleChoice of(BacktestRequest request) {
        List<Site> others = new ArrayList<>();
        Set<Site> asked = new LinkedHashSet<>();
        for (RuleFile file : request.files()) {
            for (RuleGroupDefinition group : file.groups()) {
                for (RuleDefinition rule : group.rules()) {
                    Site site = new Site(file.path(), group.name(), rule);
                    if (isAsked(site, request)) {
                        requireThreshold(site, group, request);
                        asked.add(site);
                    } else {
                        others.add(site);
                    }
                }
            }
        }
        requireFound(request, asked);
        return new RuleChoice(asked, needed(asked, others));
    }

    private static boolean isAsked(Site site, BacktestRequest request) {
        return site.rule instanceof Alerting
                && (request.groups().isEmpty() || request.groups().contains(site.group))
                && (request.alerts().isEmpty() || request.alerts().contains(site.rule.name()));
    }

    private static void requireFound(BacktestRequest request, Set<Site> asked) {
        Set<String> groups = new TreeSet<>(request.groups());
        Set<String> alerts = new TreeSet<>(request.alerts());
        for (Site site : asked) {
            groups.remove(site.group);
            alerts.remove(site.rule.name());
        }
        if (!groups.isEmpty()) {
            throw BacktestException.badRequest(
                    "there is no group named " + quoted(groups) + " with such an alert");
        }
        if (!alerts.isEmpty()) {
            throw BacktestException.badRequest("there is no alert named " + quoted(alerts));
        }
        if (asked.isEmpty()) {
            throw BacktestException.badRequest("there is no alert among the rules");
        }
    }

    private static String quoted(Set<String> names) {
        return names.stream().map(n -> '"' + n + '"').collect(Collectors.joining(", "));
    }

    private static void requireThreshold(
            Site site, RuleGroupDefinition group, BacktestRequest request) {
        if (!request.thresholds().isEmpty() && !Threshold.isIn(site.rule.expr())) {
            throw BacktestException.badRequest(
                    ("%s:%s: group \"%s\", rule %d, \"%s\": there is no threshold to replace: the"
                                    + " expression as a whole is no comparison with a number, as"
                                    + " errors / requests > 0.01 is; name other alerts, or no"
                                    + " threshold")
                            .formatted(
                                    site.file,
                                    site.rule.place(),
                                    site.group,
                                    group.rules().indexOf(site.rule) + 1,
                                    site.rule.name()));
        }
    }

    private static Set<Site> needed(Set<Site> asked, List<Site> others) {
        List<Site> needed = new ArrayList<>(asked);
        for (int i = 0; i < needed.size(); i++) {
            RuleDefinition asking = needed.get(i).rule;
            List<Site> found = others.stream().filter(s -> asks(asking, s.rule)).toList();
            needed.addAll(found);
            others.removeAll(found);
        }
        return new LinkedHashSet<>(needed);
    }

    /// Whether a rule may ask for what another one gives.
    static boolean asks(RuleDefinition asking, RuleDefinition giving) {
        return asksInTemplates(asking) || RuleReads.asksFor(asking, giving);
    }

    /// Whether a rule may ask for the series `ALERTS` of another one.
    static boolean asksForAlerts(RuleDefinition asking, RuleDefinition giving) {
        return giving instanceof Alerting alert
                && (asksInTemplates(asking) || RuleReads.asksForAlerts(asking, alert));
    }

    /// What a template asks is known only when it does so.
    private static boolean asksInTemplates(RuleDefinition rule) {
        return rule instanceof Alerting
                && rule.labels().values().stream()
                        .anyMatch(v -> v.contains("{{") && v.contains("query"));
    }
}
