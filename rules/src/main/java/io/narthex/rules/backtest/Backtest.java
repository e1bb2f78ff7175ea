package io.narthex.rules.backtest;

import io.narthex.model.Appendable;
import io.narthex.model.Labels;
import io.narthex.model.Queryable;
import io.narthex.promql.QueryEngine;
import io.narthex.rules.RuleScheduler.Defaults;
import io.narthex.rules.backtest.BacktestReport.AlertReport;
import io.narthex.rules.backtest.RuleChoice.Site;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Finds out what alerts would have done on stored data, had the server been started at the
/// beginning of the time asked about: rules are evaluated at the times at which they would have
/// been, by the code that evaluates them live, and nothing is stored or sent.
///
/// It differs from what was in two ways. All samples count that are stored now, those included that
/// came late; and an expression that looks ahead of its time (`@`, a negative offset) sees what
/// came later.
///
/// Thread safety: [#run] is for one thread, once; [#cancel] is for any.
public final class Backtest {
    /// More than anybody compares.
    private static final int MAX_PLACES = 1_000;

    private final QueryEngine engine;
    private final Queryable store;
    private final Defaults defaults;
    private final String externalUrl;
    private final BacktestLimits limits;

    /// Where the series `ALERTS` go, for tests.
    private final @Nullable Function<Variant, Appendable> alertSeries;

    private volatile boolean cancelled;
    private volatile @Nullable RangeQueries queries;

    /// Prepares a backtest.
    ///
    /// @param store is only read
    /// @param defaults for groups that don't say otherwise, and for templates
    /// @param externalUrl for templates
    public Backtest(
            QueryEngine engine,
            Queryable store,
            Defaults defaults,
            String externalUrl,
            BacktestLimits limits) {
        this(engine, store, defaults, externalUrl, limits, null);
    }

    Backtest(
            QueryEngine engine,
            Queryable store,
            Defaults defaults,
            String externalUrl,
            BacktestLimits limits,
            @Nullable Function<Variant, Appendable> alertSeries) {
        this.engine = engine;
        this.store = store;
        this.defaults = defaults;
        this.externalUrl = externalUrl;
        this.limits = limits;
        this.alertSeries = alertSeries;
    }

    /// Runs it; this may take long.
    ///
    /// @throws BacktestException if it makes no sense, becomes too large, is cancelled or fails
    public BacktestReport run(BacktestRequest request) {
        requireSmall(request);
        BacktestPlan plan = BacktestPlan.of(request, defaults);
        List<Variant> variants = Variant.of(request.holds(), request.thresholds());
        long evaluations = plan.evaluations(variants.size());
        if (evaluations > limits.evaluations()) {
            throw BacktestException.limit(
                    "that would be "
                            + evaluations
                            + " evaluations of rules, and a backtest may have "
                            + limits.evaluations()
                            + "; choose a shorter time, fewer alerts, or fewer values of the"
                            + " sweep");
        }
        EpisodeBook.Room room = new EpisodeBook.Room(limits.episodes());
        Map<Site, List<BacktestReport.Run>> runs = new LinkedHashMap<>();
        if (plan.readsAlerts()) {
            // Each place of the sweep has alerts of its own, on which others build.
            variants.forEach(v -> pass(plan, List.of(v), room, request.end(), runs));
        } else {
            pass(plan, variants, room, request.end(), runs);
        }
        return report(request, plan, runs);
    }

    private static void requireSmall(BacktestRequest request) {
        long places =
                Math.max(1L, request.holds().size()) * Math.max(1L, request.thresholds().size());
        if (places > MAX_PLACES) {
            throw BacktestException.limit(
                    "a sweep may have "
                            + MAX_PLACES
                            + " combinations of values, not "
                            + places
                            + "; choose fewer values");
        }
    }

    private void pass(
            BacktestPlan plan,
            List<Variant> variants,
            EpisodeBook.Room room,
            long end,
            Map<Site, List<BacktestReport.Run>> runs) {
        RecordedSeries recorded = recorded(plan);
        RangeQueries asked = new RangeQueries(engine, recorded, limits.elements());
        queries = asked;
        if (cancelled) {
            asked.cancel();
        }
        BacktestPass pass =
                new BacktestPass(
                        plan,
                        variants,
                        new BacktestPass.Services(
                                engine,
                                store,
                                recorded,
                                defaults.externalLabels(),
                                externalUrl,
                                v -> alertSeries(v, plan, recorded)),
                        room,
                        asked);
        pass.run();
        pass.report(end, runs);
    }

    private @Nullable Appendable alertSeries(
            Variant variant, BacktestPlan plan, RecordedSeries recorded) {
        if (plan.readsAlerts()) {
            return recorded;
        }
        return alertSeries == null ? null : alertSeries.apply(variant);
    }

    private RecordedSeries recorded(BacktestPlan plan) {
        Set<String> recorded = plan.recorded();
        Set<String> alerts = plan.alerts();
        Set<String> names = new HashSet<>(recorded);
        if (plan.readsAlerts()) {
            names.add("ALERTS");
            names.add("ALERTS_FOR_STATE");
        }
        return new RecordedSeries(
                store,
                names,
                (Labels labels) ->
                        recorded.contains(labels.metricName())
                                || alerts.contains(labels.getOrEmpty("alertname")),
                plan.firstQuery(),
                limits.recordedBytes());
    }

    private static BacktestReport report(
            BacktestRequest request, BacktestPlan plan, Map<Site, List<BacktestReport.Run>> runs) {
        List<AlertReport> alerts = new ArrayList<>();
        runs.forEach(
                (site, of) ->
                        alerts.add(
                                new AlertReport(
                                        site.file(),
                                        site.group(),
                                        site.rule().name(),
                                        interval(plan, site),
                                        of)));
        return new BacktestReport(request.start(), request.end(), alerts);
    }

    private static Duration interval(BacktestPlan plan, Site site) {
        return plan.groups().stream()
                .filter(g -> g.file().equals(site.file()) && g.name().equals(site.group()))
                .findFirst()
                .orElseThrow()
                .interval();
    }

    /// Ends it soon; [#run] then throws. Does nothing after the end.
    public void cancel() {
        cancelled = true;
        RangeQueries running = queries;
        if (running != null) {
            running.cancel();
        }
    }
}
