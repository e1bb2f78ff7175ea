package io.narthex.rules.backtest;

import io.narthex.promql.QueryEngine;
import io.narthex.rules.AlertListener;
import io.narthex.rules.AlertSink;
import io.narthex.rules.RuleOptions;
import io.narthex.rules.RuleReplay;
import io.narthex.rules.RuleScheduler.Defaults;
import io.narthex.rules.RuleServices;
import io.narthex.rules.RuleTimings;
import io.narthex.rules.file.RuleFile;
import io.narthex.rules.file.RuleGroupDefinition;
import io.narthex.rules.run.GroupTicks;
import io.narthex.testkit.ListStore;
import io.narthex.testkit.ManualClock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A group that is evaluated at its times, as live ones are, into the store.
final class LiveGroup {
    final RuleGroupDefinition definition;
    final List<Long> times = new ArrayList<>();
    private final GroupTicks ticks;
    private final RuleReplay rules;

    LiveGroup(
            String file,
            RuleGroupDefinition definition,
            Defaults defaults,
            ListStore store,
            QueryEngine engine) {
        Duration interval = definition.interval();
        this.definition = definition;
        this.ticks =
                new GroupTicks(
                        file,
                        definition.name(),
                        interval == null ? defaults.interval() : interval,
                        RandomBacktest.START - 1);
        this.rules =
                new RuleReplay(
                        List.of(new RuleFile(file, List.of(definition))),
                        defaults,
                        new RuleServices(
                                engine,
                                store,
                                store,
                                AlertSink.NONE,
                                AlertListener.NONE,
                                RuleTimings.NONE),
                        RuleOptions.of(new ManualClock(0), "http://n"));
    }

    /// Evaluates all groups of a file, whichever is due first, up to a time.
    static List<LiveGroup> replay(
            RuleFile file, Defaults defaults, ListStore store, long end, QueryEngine engine) {
        List<LiveGroup> groups =
                file.groups().stream()
                        .map(g -> new LiveGroup(file.path(), g, defaults, store, engine))
                        .toList();
        while (true) {
            LiveGroup next = groups.getFirst();
            for (LiveGroup group : groups) {
                next = group.ticks.time() < next.ticks.time() ? group : next;
            }
            if (next.ticks.time() > end) {
                return groups;
            }
            next.evaluate();
        }
    }

    private void evaluate() {
        long time = ticks.time();
        rules.evaluate(time);
        times.add(time);
        ticks.advance(time);
    }
}
