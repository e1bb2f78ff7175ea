package io.narthex.rules.backtest;

import io.narthex.rules.RuleScheduler.Defaults;
import io.narthex.rules.backtest.RuleChoice.Site;
import io.narthex.rules.file.RuleDefinition;
import io.narthex.rules.file.RuleDefinition.Alerting;
import io.narthex.rules.file.RuleDefinition.Recording;
import io.narthex.rules.file.RuleFile;
import io.narthex.rules.file.RuleGroupDefinition;
import io.narthex.rules.run.GroupTicks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Which rules a backtest evaluates, when, and whether they can be asked ahead.
///
/// @param groups those with rules that are needed, in the order of the files
/// @param readsAlerts whether rules build on alerts: those are different for each place of a sweep,
///     and so is all that builds on them
/// @param timeByTime whether all groups go from time to time together, instead of being asked ahead
///
/// Thread safety: immutable.
record BacktestPlan(List<Group> groups, boolean readsAlerts, boolean timeByTime) {
    /// The end of the year 9999: far enough from the end of `long` for sums of times.
    private static final long LATEST = 253_402_300_799_999L;

    /// A group with those of its rules that are evaluated.
    ///
    /// @param limit series or alerts that a rule may give; 0 for any number
    /// @param first time of an evaluation, epoch milliseconds
    /// @param ticks how many times there are
    /// @param offset how long before that queries look, in milliseconds
    record Group(
            String file,
            String name,
            Duration interval,
            int limit,
            long first,
            long ticks,
            long offset,
            List<Planned> rules) {}

    /// A rule that is evaluated.
    ///
    /// @param asked whether it is an alert that the backtest is about
    record Planned(RuleDefinition rule, boolean asked) {}

    /// Plans a backtest.
    ///
    /// @throws BacktestException if it makes no sense
    static BacktestPlan of(BacktestRequest request, Defaults defaults) {
        if (request.end() < request.start()) {
            throw BacktestException.badRequest("the end of the time is before its start");
        }
        if (request.start() < 0 || request.end() > LATEST) {
            throw BacktestException.badRequest("the time must lie between the years 1970 and 9999");
        }
        RuleChoice choice = RuleChoice.of(request);
        List<Group> groups = new ArrayList<>();
        for (RuleFile file : request.files()) {
            for (RuleGroupDefinition group : file.groups()) {
                List<Planned> rules = planned(file, group, choice);
                if (!rules.isEmpty()) {
                    groups.add(group(file.path(), group, rules, request, defaults));
                }
            }
        }
        List<RuleDefinition> needed = choice.needed().stream().map(Site::rule).toList();
        boolean readsAlerts =
                needed.stream()
                        .anyMatch(
                                a -> needed.stream().anyMatch(b -> RuleChoice.asksForAlerts(a, b)));
        return new BacktestPlan(
                groups, readsAlerts, readsAlerts || asksBehind(groups) || overlaps(needed));
    }

    private static List<Planned> planned(
            RuleFile file, RuleGroupDefinition group, RuleChoice choice) {
        List<Planned> rules = new ArrayList<>();
        for (RuleDefinition rule : group.rules()) {
            Site site = new Site(file.path(), group.name(), rule);
            if (choice.needed().contains(site)) {
                rules.add(new Planned(rule, choice.asked().contains(site)));
            }
        }
        return rules;
    }

    private static Group group(
            String file,
            RuleGroupDefinition definition,
            List<Planned> rules,
            BacktestRequest request,
            Defaults defaults) {
        Duration interval = definition.interval();
        interval = interval == null ? defaults.interval() : interval;
        Duration offset = definition.queryOffset();
        offset = offset == null ? defaults.queryOffset() : offset;
        // From the millisecond before the start, so that the start itself may be a time.
        long first = new GroupTicks(file, definition.name(), interval, request.start() - 1).time();
        long ticks = first > request.end() ? 0 : (request.end() - first) / interval.toMillis() + 1;
        return new Group(
                file,
                definition.name(),
                interval,
                definition.limit(),
                first,
                ticks,
                offset.toMillis(),
                rules);
    }

    /// Whether a rule asks for what is recorded behind it, or in another group.
    private static boolean asksBehind(List<Group> groups) {
        for (Group group : groups) {
            for (int i = 0; i < group.rules.size(); i++) {
                RuleDefinition asking = group.rules.get(i).rule;
                for (Group other : groups) {
                    int from = other.equals(group) ? i : 0;
                    for (Planned giving : other.rules.subList(from, other.rules.size())) {
                        if (giving.rule instanceof Recording
                                && RuleChoice.asks(asking, giving.rule)) {
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }

    /// Whether two rules may record the same series, so that it matters which comes first.
    private static boolean overlaps(List<RuleDefinition> needed) {
        for (int i = 0; i < needed.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (needed.get(i) instanceof Recording a
                        && needed.get(j) instanceof Recording b
                        && a.record().equals(b.record())
                        && !differ(a, b)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether both put the same label on all their series, with different values.
    private static boolean differ(Recording a, Recording b) {
        return a.labels().entrySet().stream()
                .anyMatch(
                        e -> {
                            String other = b.labels().get(e.getKey());
                            return other != null && !other.equals(e.getValue());
                        });
    }

    /// How many evaluations there are.
    ///
    /// @param places of the sweep
    long evaluations(int places) {
        double sum = 0;
        for (Group group : groups) {
            for (Planned planned : group.rules) {
                sum += (double) group.ticks * (planned.asked || readsAlerts ? places : 1);
            }
        }
        return (long) sum; // where that is too much for a long, it is the largest one
    }

    /// The names of the series that the rules record.
    Set<String> recorded() {
        return names(Recording.class);
    }

    /// The names of the alerts that are evaluated.
    Set<String> alerts() {
        return names(Alerting.class);
    }

    private Set<String> names(Class<? extends RuleDefinition> kind) {
        return groups.stream()
                .flatMap(g -> g.rules.stream())
                .map(Planned::rule)
                .filter(kind::isInstance)
                .map(RuleDefinition::name)
                .collect(Collectors.toSet());
    }

    /// The time of the first query, epoch milliseconds.
    long firstQuery() {
        return groups.stream().mapToLong(g -> g.first - g.offset).min().orElse(0);
    }
}
