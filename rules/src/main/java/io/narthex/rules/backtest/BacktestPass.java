package io.narthex.rules.backtest;

import io.narthex.model.Appendable;
import io.narthex.model.Labels;
import io.narthex.model.Queryable;
import io.narthex.promql.QueryEngine;
import io.narthex.rules.AlertListener;
import io.narthex.rules.AlertSink;
import io.narthex.rules.RuleName;
import io.narthex.rules.RuleOptions;
import io.narthex.rules.RuleServices;
import io.narthex.rules.RuleTimings;
import io.narthex.rules.backtest.BacktestPlan.Group;
import io.narthex.rules.backtest.BacktestPlan.Planned;
import io.narthex.rules.file.RuleDefinition;
import io.narthex.rules.file.RuleDefinition.Alerting;
import io.narthex.rules.run.RuleRun;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Evaluates the rules of a plan once, over one set of recorded series.
///
/// Thread safety: for one thread.
final class BacktestPass {
    /// How many times are asked for with one query. More would make its answers large; the query's
    /// own cost is spread over enough of them.
    private static final int AHEAD = 256;

    private final BacktestPlan plan;
    private final RangeQueries queries;
    private final List<RunningGroup> groups = new ArrayList<>();

    /// What all rules work with.
    ///
    /// @param alertSeries where the series `ALERTS` of a place of the sweep go; null where nobody
    ///     reads them
    record Services(
            QueryEngine engine,
            Queryable store,
            RecordedSeries recorded,
            Labels externalLabels,
            String externalUrl,
            Function<Variant, @Nullable Appendable> alertSeries) {}

    /// An alert at one place of the sweep.
    private record AlertRun(Variant variant, Alerting rule, RuleRun run, EpisodeBook book) {}

    /// A rule: once, or for an alert once for each place of the sweep.
    private record PlacedRule(Planned planned, List<RuleRun> runs, List<AlertRun> alerts) {}

    private static final class RunningGroup {
        private final Group group;
        private final List<PlacedRule> rules;
        private long done;

        RunningGroup(Group group, List<PlacedRule> rules) {
            this.group = group;
            this.rules = rules;
        }

        private long next() {
            return done == group.ticks()
                    ? Long.MAX_VALUE
                    : group.first() + done * group.interval().toMillis();
        }
    }

    /// @param variants the sweep
    BacktestPass(
            BacktestPlan plan,
            List<Variant> variants,
            Services services,
            EpisodeBook.Room room,
            RangeQueries queries) {
        this.plan = plan;
        this.queries = queries;
        for (Group group : plan.groups()) {
            List<PlacedRule> rules = new ArrayList<>();
            for (Planned planned : group.rules()) {
                PlacedRule placed = new PlacedRule(planned, new ArrayList<>(), new ArrayList<>());
                List<Variant> places = planned.asked() ? variants : List.of(Variant.OWN);
                for (Variant variant : places) {
                    add(placed, variant, group, services, room);
                }
                rules.add(placed);
            }
            groups.add(new RunningGroup(group, rules));
        }
    }

    private void add(
            PlacedRule placed,
            Variant variant,
            Group group,
            Services services,
            EpisodeBook.Room room) {
        RuleDefinition own = placed.planned.rule();
        if (own instanceof Alerting alert) {
            Alerting rule = variant.of(alert);
            EpisodeBook book = new EpisodeBook(room);
            Appendable target = services.alertSeries.apply(variant);
            RuleRun run = run(rule, group, services, target, book);
            placed.runs.add(run);
            placed.alerts.add(new AlertRun(variant, rule, run, book));
        } else {
            placed.runs.add(run(own, group, services, services.recorded, AlertListener.NONE));
        }
    }

    private RuleRun run(
            RuleDefinition rule,
            Group group,
            Services services,
            @Nullable Appendable target,
            AlertListener listener) {
        RuleRun run =
                new RuleRun(
                        rule,
                        new RuleName(group.file(), group.name(), rule.name()),
                        queries,
                        new RuleServices(
                                services.engine,
                                services.store,
                                target == null ? services.recorded : target,
                                AlertSink.NONE,
                                listener,
                                RuleTimings.NONE),
                        RuleOptions.of(InstantSource.system(), services.externalUrl),
                        services.externalLabels,
                        target != null);
        if (Lookahead.isPossible(rule.expr())) {
            queries.askAhead(run.query());
        }
        return run;
    }

    /// Evaluates everything.
    void run() {
        if (!plan.timeByTime()) {
            for (RunningGroup running : groups) {
                while (running.done < running.group.ticks()) {
                    advance(running, AHEAD);
                }
            }
            return;
        }
        while (true) {
            RunningGroup earliest = null;
            for (RunningGroup running : groups) {
                if (earliest == null || running.next() < earliest.next()) {
                    earliest = running;
                }
            }
            if (earliest == null || earliest.next() == Long.MAX_VALUE) {
                return;
            }
            advance(earliest, 1);
        }
    }

    /// Evaluates a group's rules one after the other, each at several times.
    private void advance(RunningGroup running, int most) {
        Group group = running.group;
        int count = (int) Math.min(most, group.ticks() - running.done);
        long first = running.next();
        long step = group.interval().toMillis();
        queries.window(first - group.offset(), step, count);
        for (PlacedRule rule : running.rules) {
            for (RuleRun run : rule.runs) {
                for (int k = 0; k < count; k++) {
                    run.evaluate(first + k * step, group.offset(), group.limit());
                    queries.requireGoingOn();
                }
            }
            queries.forget();
        }
        running.done += count;
    }

    /// The answers for the alerts asked about, in the order of the plan.
    ///
    /// @param end until when an alert fires that still does, epoch milliseconds
    /// @param into gets a run for each of them and for each place of the sweep
    void report(long end, Map<RuleChoice.Site, List<BacktestReport.Run>> into) {
        for (RunningGroup running : groups) {
            for (PlacedRule placed : running.rules) {
                if (placed.planned.asked()) {
                    RuleChoice.Site site =
                            new RuleChoice.Site(
                                    running.group.file(),
                                    running.group.name(),
                                    placed.planned.rule());
                    List<BacktestReport.Run> runs =
                            into.computeIfAbsent(site, _ -> new ArrayList<>());
                    placed.alerts.forEach(a -> runs.add(report(a, running.done, end)));
                }
            }
        }
    }

    private static BacktestReport.Run report(AlertRun alert, long evaluations, long end) {
        return new BacktestReport.Run(
                alert.rule.forDuration(),
                alert.variant.threshold(),
                alert.run.query(),
                evaluations,
                alert.run.failures(),
                alert.run.firstFailure(),
                alert.book.series(end));
    }
}
