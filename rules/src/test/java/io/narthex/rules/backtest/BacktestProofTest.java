package io.narthex.rules.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.model.StaleNaN;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.parser.PromqlParser;
import io.narthex.rules.RuleScheduler.Defaults;
import io.narthex.rules.backtest.BacktestReport.AlertReport;
import io.narthex.rules.backtest.BacktestReport.Episode;
import io.narthex.rules.backtest.BacktestReport.Run;
import io.narthex.rules.backtest.BacktestReport.Series;
import io.narthex.rules.file.RuleDefinition;
import io.narthex.rules.file.RuleFile;
import io.narthex.rules.file.RuleFileReader;
import io.narthex.rules.file.RuleGroupDefinition;
import io.narthex.testkit.ListStore;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// A backtest says of alerts what rules that run write into the store, sample by sample.
class BacktestProofTest {
    private static final Defaults DEFAULTS =
            new Defaults(Duration.ofSeconds(30), Duration.ZERO, Labels.empty());
    private static final List<Duration> SWEEP = List.of(Duration.ZERO, Duration.ofSeconds(45));

    private final Map<String, Integer> seen = new TreeMap<>();

    @Test
    void alerts_areThoseOfRulesThatRun() {
        try (QueryEngine engine = new QueryEngine(EngineOptions.DEFAULTS.withThreads(1))) {
            Seeds.forEach(50, seed -> compare(seed, engine));
        }
        if (Long.getLong("narthex.seed") == null) {
            // Otherwise nothing was compared with nothing.
            assertThat(seen.keySet()).contains("ahead", "time by time", "alerts read", "fired");
            assertThat(seen.keySet()).contains("failed", "pending only", "still firing");
        }
    }

    private void compare(long seed, QueryEngine engine) {
        RandomBacktest random = new RandomBacktest(seed);
        String yaml = random.yaml();
        long end = random.end();
        RuleFile file = new RuleFileReader(ParserOptions.STABLE).parse("r.yml", yaml);
        boolean sweeps = seed % 4 == 0;
        BacktestRequest request =
                new BacktestRequest(
                        List.of(file),
                        Set.of(),
                        Set.of(),
                        RandomBacktest.START,
                        end,
                        sweeps ? SWEEP : List.of(),
                        List.of());
        Map<Variant, ListStore> series = new HashMap<>();
        String before = text(random.store, "{__name__=~\".+\"}");
        BacktestReport report =
                new Backtest(
                                engine,
                                random.store,
                                DEFAULTS,
                                "http://n",
                                BacktestLimits.DEFAULTS,
                                v -> series.computeIfAbsent(v, _ -> new ListStore()))
                        .run(request);
        assertThat(text(random.store, "{__name__=~\".+\"}")).as("the store").isEqualTo(before);
        note(BacktestPlan.of(request, DEFAULTS));
        for (Variant variant : Variant.of(request.holds(), List.of())) {
            ListStore live = new RandomBacktest(seed).store;
            List<LiveGroup> groups =
                    LiveGroup.replay(with(file, variant), DEFAULTS, live, end, engine);
            String alerts = text(live, "{__name__=~\"ALERTS.*\"}");
            if (series.containsKey(variant)) {
                assertThat(text(series.get(variant), "{__name__=~\"ALERTS.*\"}"))
                        .as("%s\n%s", variant, yaml)
                        .isEqualTo(alerts);
            }
            Map<Labels, SortedSet<Long>> present = present(live);
            Map<Labels, SortedSet<Long>> told = new TreeMap<>();
            for (AlertReport alert : report.alerts()) {
                Run run = run(alert, variant);
                if (run.failures() == 0) {
                    groups.forEach(group -> tell(alert, run, group, told));
                } else {
                    // A failed evaluation leaves no samples, and alerts as they were.
                    present.keySet().removeIf(l -> l.getOrEmpty("alertname").equals(alert.alert()));
                }
            }
            assertThat(told).as("%s\n%s", variant, yaml).isEqualTo(present);
        }
        note(report);
    }

    private void note(BacktestPlan plan) {
        seen.merge(plan.timeByTime() ? "time by time" : "ahead", 1, Integer::sum);
        seen.merge(plan.readsAlerts() ? "alerts read" : "not read", 1, Integer::sum);
    }

    private void note(BacktestReport report) {
        for (AlertReport alert : report.alerts()) {
            for (Run run : alert.runs()) {
                note("failed", run.failures() > 0);
                note("fired", run.fired() > 0);
                for (Series s : run.series()) {
                    Episode last = s.episodes().getLast();
                    note("still firing", last.firing() != null && last.resolved() == null);
                    note("pending only", last.firing() == null && last.resolved() != null);
                }
            }
        }
    }

    private void note(String what, boolean happened) {
        if (happened) {
            seen.merge(what, 1, Integer::sum);
        }
    }

    private static RuleFile with(RuleFile file, Variant variant) {
        return new RuleFile(
                file.path(),
                file.groups().stream()
                        .map(
                                g ->
                                        new RuleGroupDefinition(
                                                g.name(),
                                                g.interval(),
                                                g.queryOffset(),
                                                g.limit(),
                                                g.labels(),
                                                g.rules().stream()
                                                        .map(r -> with(r, variant))
                                                        .toList(),
                                                g.place()))
                        .toList());
    }

    private static RuleDefinition with(RuleDefinition rule, Variant variant) {
        Duration hold = variant.hold();
        return rule instanceof RuleDefinition.Alerting a && hold != null
                ? new RuleDefinition.Alerting(
                        a.alert(),
                        a.query(),
                        a.expr(),
                        hold,
                        a.keepFiringFor(),
                        a.onMissing(),
                        a.labels(),
                        a.annotations(),
                        a.place())
                : rule;
    }

    private static Run run(AlertReport alert, Variant variant) {
        return alert.runs().stream()
                .filter(r -> variant.hold() == null || variant.hold().equals(r.hold()))
                .findFirst()
                .orElseThrow();
    }

    /// Adds `ALERTS` as the report tells it, where the alert is one of the group.
    private static void tell(
            AlertReport alert, Run run, LiveGroup group, Map<Labels, SortedSet<Long>> told) {
        for (RuleDefinition rule : group.definition.rules()) {
            if (group.definition.name().equals(alert.group())
                    && rule.name().equals(alert.alert())) {
                Duration offset = group.definition.queryOffset();
                long shift = offset == null ? 0 : offset.toMillis();
                Labels own = Labels.of(rule.labels());
                for (Series series : run.series()) {
                    group.times.forEach(time -> tell(series, own, time, time - shift, told));
                }
            }
        }
    }

    private static void tell(
            Series series, Labels own, long time, long shown, Map<Labels, SortedSet<Long>> told) {
        for (Episode e : series.episodes()) {
            Long resolved = e.resolved();
            Long firing = e.firing();
            if (time >= e.begun() && (resolved == null || time < resolved)) {
                boolean fires = firing != null && time >= firing;
                Labels.Builder labels = own.toBuilder();
                for (int i = 0; i < series.labels().size(); i++) {
                    labels.set(series.labels().name(i), series.labels().value(i));
                }
                labels.set(Labels.NAME, "ALERTS").set("alertstate", fires ? "firing" : "pending");
                told.computeIfAbsent(labels.build(), _ -> new TreeSet<>()).add(shown);
            }
        }
    }

    private static Map<Labels, SortedSet<Long>> present(ListStore store) {
        Map<Labels, SortedSet<Long>> present = new TreeMap<>();
        read(
                store,
                "ALERTS",
                series -> {
                    for (int i = 0; i < series.count(); i++) {
                        if (!StaleNaN.isStale(series.valueAt(i))) {
                            present.computeIfAbsent(series.labels(), _ -> new TreeSet<>())
                                    .add(series.timeAt(i));
                        }
                    }
                });
        return present;
    }

    private static String text(ListStore store, String selector) {
        StringBuilder out = new StringBuilder();
        read(
                store,
                selector,
                series -> {
                    out.append(series.labels());
                    for (int i = 0; i < series.count(); i++) {
                        double value = series.valueAt(i);
                        out.append(' ').append(series.timeAt(i) - RandomBacktest.START).append(':');
                        out.append(StaleNaN.isStale(value) ? "stale" : String.valueOf(value));
                    }
                    out.append('\n');
                });
        return out.toString();
    }

    private static void read(ListStore store, String selector, Consumer<SeriesData> to) {
        try (Querier querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            SeriesSet set =
                    querier.select(
                            SelectHints.range(Long.MIN_VALUE, Long.MAX_VALUE),
                            PromqlParser.parseSelector(selector));
            SeriesCursor cursor = set.cursor();
            for (int i = 0; i < set.size(); i++) {
                to.accept(cursor.at(i));
            }
        }
    }
}
