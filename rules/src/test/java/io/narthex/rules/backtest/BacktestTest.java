package io.narthex.rules.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.model.Queryable;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.rules.RuleScheduler.Defaults;
import io.narthex.rules.backtest.BacktestException.Kind;
import io.narthex.rules.backtest.BacktestReport.AlertReport;
import io.narthex.rules.backtest.BacktestReport.Episode;
import io.narthex.rules.backtest.BacktestReport.Run;
import io.narthex.rules.file.RuleFileReader;
import io.narthex.rules.run.GroupTicks;
import io.narthex.testkit.ListStore;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/// Backtests of single rules.
class BacktestTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Defaults DEFAULTS = new Defaults(MINUTE, Duration.ZERO, Labels.empty());

    /// The first time at which the group `g` of `r.yml` is evaluated.
    private static final long FIRST =
            new GroupTicks("r.yml", "g", MINUTE, 1_700_000_000_000L).time();

    private final ListStore store = new ListStore();
    private final QueryEngine engine = new QueryEngine(EngineOptions.DEFAULTS.withThreads(1));

    @AfterEach
    void close() {
        engine.close();
    }

    /// Stores a value a minute, from the first evaluation on; `_` for none.
    private void put(String values, String... labels) {
        try (Appender appender = store.appender()) {
            long ref = appender.resolve(Labels.of(labels));
            long time = FIRST;
            for (String value : values.split(" ")) {
                if (!value.equals("_")) {
                    appender.append(ref, time, Double.parseDouble(value));
                }
                time += MINUTE.toMillis();
            }
            appender.commit();
        }
    }

    private static String rules(String... rules) {
        return "groups:\n- name: g\n  rules:\n  - " + String.join("\n  - ", rules) + "\n";
    }

    private static BacktestRequest request(
            String yaml, int minutes, List<Duration> holds, List<Double> thresholds) {
        return new BacktestRequest(
                List.of(new RuleFileReader(ParserOptions.STABLE).parse("r.yml", yaml)),
                Set.of(),
                Set.of(),
                FIRST,
                FIRST + minutes * MINUTE.toMillis(),
                holds,
                thresholds);
    }

    private Backtest backtest(BacktestLimits limits) {
        return new Backtest(engine, store, DEFAULTS, "http://n", limits);
    }

    private AlertReport run(BacktestRequest request) {
        BacktestReport report = backtest(BacktestLimits.DEFAULTS).run(request);
        assertThat(report.alerts()).hasSize(1);
        return report.alerts().getFirst();
    }

    /// Episodes as `begun firing resolved` in minutes, `-` for none.
    private static String story(Run run) {
        List<String> lines = new ArrayList<>();
        run.series()
                .forEach(
                        s ->
                                s.episodes()
                                        .forEach(
                                                e ->
                                                        lines.add(
                                                                minute(e.begun())
                                                                        + " "
                                                                        + minute(e.firing())
                                                                        + " "
                                                                        + minute(e.resolved()))));
        return String.join(", ", lines);
    }

    private static String minute(@Nullable Long time) {
        return time == null ? "-" : String.valueOf((time - FIRST) / MINUTE.toMillis());
    }

    @Test
    void episodes_areSweptOverFor() {
        put("0 9 9 9 0 9 0 9 9 9 9", "__name__", "m", "job", "a");
        AlertReport alert =
                run(
                        request(
                                rules("{alert: A, expr: m > 5, labels: {sev: page}}"),
                                10,
                                List.of(Duration.ZERO, MINUTE, Duration.ofMinutes(3)),
                                List.of()));
        assertThat(alert.runs().stream().map(BacktestTest::story))
                .containsExactly(
                        "1 1 4, 5 5 6, 7 7 -", "1 2 4, 5 - 6, 7 8 -", "1 - 4, 5 - 6, 7 10 -");
        Run first = alert.runs().getFirst();
        assertThat(first.series().getFirst().labels())
                .isEqualTo(Labels.of("alertname", "A", "job", "a", "sev", "page"));
        assertThat(first.evaluations()).isEqualTo(11);
        assertThat(first.fired()).isEqualTo(3);
        assertThat(first.flaps()).isEqualTo(2);
        assertThat(first.firing()).isEqualTo(Duration.ofMinutes(3 + 1 + 3));
        assertThat(first.series().getFirst().episodes().getFirst())
                .extracting(Episode::value)
                .isEqualTo(9.0);
    }

    @Test
    void thresholds_areSwept_andCombinedWithFor() {
        put("1 3 5 7 5 3 1", "__name__", "m");
        AlertReport alert =
                run(
                        request(
                                rules("{alert: A, expr: (m > 2 * 50)}"),
                                6,
                                List.of(Duration.ZERO, MINUTE),
                                List.of(-1.5, 4.0)));
        assertThat(alert.runs().stream().map(Run::query))
                .containsExactly("(m > -1.5)", "(m > -1.5)", "(m > 4)", "(m > 4)");
        assertThat(alert.runs().stream().map(BacktestTest::story))
                .containsExactly("0 0 -", "0 1 -", "2 2 5", "2 3 5");
    }

    @Test
    void threshold_needsAComparison_andTheErrorNamesTheRule() {
        BacktestRequest request =
                request(
                        rules("{alert: B, expr: m > 1}", "{alert: A, expr: m > 5 and n}"),
                        1,
                        List.of(),
                        List.of(1.0));
        assertThatExceptionOfType(BacktestException.class)
                .isThrownBy(() -> backtest(BacktestLimits.DEFAULTS).run(request))
                .withMessageStartingWith(
                        "r.yml:5:5: group \"g\", rule 2, \"A\": there is no thresh")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.BAD_REQUEST));
    }

    @Test
    void recordedSeries_areSeenByLaterRules_andNotStored() {
        put("1 5 9 9 1", "__name__", "m");
        // What the live rule recorded, by another definition; it counts before the start only.
        put("9 9 9 9 9", "__name__", "twice");
        String rules = rules("{record: twice, expr: m * 2}", "{alert: A, expr: twice > 15}");
        assertThat(story(run(request(rules, 4, List.of(), List.of())).runs().getFirst()))
                .isEqualTo("2 2 4");
        String other = rules("{alert: A, expr: twice > 15}");
        assertThat(story(run(request(other, 4, List.of(), List.of())).runs().getFirst())).isEmpty();
    }

    @Test
    void ruleBehindTheAlert_isSeenOneEvaluationLater() {
        put("1 9 9 1 1", "__name__", "m");
        String rules = rules("{alert: A, expr: twice > 15}", "{record: twice, expr: m * 2}");
        assertThat(story(run(request(rules, 4, List.of(), List.of())).runs().getFirst()))
                .isEqualTo("2 2 4");
    }

    @Test
    void failedEvaluation_changesNothing_andIsCounted() {
        put("9 9 9 1 1", "__name__", "m", "a", "x");
        put("1 1 1 1 1", "__name__", "n", "a", "x", "b", "p");
        put("_ _ 1 _ _", "__name__", "n", "a", "x", "b", "q");
        put("9 9 9 _ _", "__name__", "end");
        Run run =
                run(request(
                                rules("{alert: A, expr: \"m / on (a) n{b!='z'} > 5\"}"),
                                3,
                                List.of(),
                                List.of()))
                        .runs()
                        .getFirst();
        // At 2 and 3 there are two partners; a look-back keeps the second one.
        assertThat(story(run)).isEqualTo("0 0 -");
        assertThat(run.failures()).isEqualTo(2);
        assertThat(run.firstFailure()).contains("duplicate series");
    }

    @Test
    void groupsWhoseSeriesDifferInALabel_areAskedAhead() {
        String group = "- name: %s\n  rules:\n  - {record: r, expr: m, labels: {g: %1$s}}\n";
        String one = group.formatted("x") + "  - {alert: A, expr: 'r{g=\"x\"} > 5'}\n";
        String other = group.formatted("y") + "  - {alert: B, expr: 'r{g=%s} > 5'}\n";
        String apart = "groups:\n" + one + other.formatted("\"y\"");
        String across = "groups:\n" + one + other.formatted("~\"x|y\"");
        assertThat(plan(apart).timeByTime()).isFalse();
        assertThat(plan(across).timeByTime()).isTrue();
    }

    private static BacktestPlan plan(String yaml) {
        return BacktestPlan.of(request(yaml, 1, List.of(), List.of()), DEFAULTS);
    }

    @Test
    void alertsAndGroups_areChosenByName() {
        put("9 9", "__name__", "m");
        String yaml =
                rules("{alert: A, expr: m > 5}", "{alert: B, expr: m > 5}")
                        + "- name: h\n  rules: [{alert: A, expr: m > 5}]\n";
        assertThat(chosen(yaml, Set.of(), Set.of())).containsExactly("g A", "g B", "h A");
        assertThat(chosen(yaml, Set.of("g"), Set.of("A"))).containsExactly("g A");
        assertThat(chosen(yaml, Set.of("h"), Set.of())).containsExactly("h A");
        assertThatExceptionOfType(BacktestException.class)
                .isThrownBy(() -> chosen(yaml, Set.of(), Set.of("A", "C")))
                .withMessage("there is no alert named \"C\"");
        assertThatExceptionOfType(BacktestException.class)
                .isThrownBy(() -> chosen(yaml, Set.of("i"), Set.of()))
                .withMessageStartingWith("there is no group named \"i\"");
    }

    private List<String> chosen(String yaml, Set<String> groups, Set<String> alerts) {
        BacktestRequest all = request(yaml, 1, List.of(), List.of());
        BacktestRequest some =
                new BacktestRequest(
                        all.files(), groups, alerts, all.start(), all.end(), List.of(), List.of());
        return backtest(BacktestLimits.DEFAULTS).run(some).alerts().stream()
                .map(a -> a.group() + " " + a.alert())
                .toList();
    }

    @Test
    void limits_areErrorsThatSayWhatToDo() {
        put("9 1 9 1 9 1", "__name__", "m");
        BacktestRequest request =
                request(
                        rules("{record: r, expr: m}", "{alert: A, expr: r > 5}"),
                        5,
                        List.of(Duration.ZERO, MINUTE),
                        List.of());
        assertLimit(request, new BacktestLimits(17, 12, 6, 1 << 20), "18 evaluations of rules");
        assertLimit(request, new BacktestLimits(18, 11, 6, 1 << 20), "more than 11 elements");
        assertLimit(request, new BacktestLimits(18, 12, 5, 1 << 20), "more than 5 times");
        assertLimit(request, new BacktestLimits(18, 12, 6, 100), "recording rules");
        BacktestLimits just = new BacktestLimits(18, 12, 6, 1 << 20);
        assertThat(backtest(just).run(request).alerts()).hasSize(1);
    }

    @Test
    void sweepsAndTimes_haveBounds() {
        List<Duration> holds = LongStream.range(0, 501).mapToObj(Duration::ofSeconds).toList();
        String rules = rules("{alert: A, expr: m > 5}");
        assertLimit(
                request(rules, 1, holds, List.of(1.0, 2.0)),
                BacktestLimits.DEFAULTS,
                "1000 combinations of values, not 1002");
        BacktestRequest all = request(rules, 1, List.of(), List.of());
        BacktestRequest endless =
                new BacktestRequest(
                        all.files(), Set.of(), Set.of(), 0, Long.MAX_VALUE, List.of(), List.of());
        assertThatExceptionOfType(BacktestException.class)
                .isThrownBy(() -> backtest(BacktestLimits.DEFAULTS).run(endless))
                .withMessage("the time must lie between the years 1970 and 9999");
    }

    private void assertLimit(BacktestRequest request, BacktestLimits limits, String message) {
        assertThatExceptionOfType(BacktestException.class)
                .isThrownBy(() -> backtest(limits).run(request))
                .withMessageContaining(message)
                .withMessageContaining("choose")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.LIMIT));
    }

    @Test
    void cancel_endsItAtTheNextQuery() {
        put("9 9 9", "__name__", "m");
        List<Backtest> running = new ArrayList<>();
        Queryable cancelling =
                (mint, maxt) -> {
                    running.getFirst().cancel();
                    return store.querier(mint, maxt);
                };
        Backtest backtest =
                new Backtest(engine, cancelling, DEFAULTS, "http://n", BacktestLimits.DEFAULTS);
        running.add(backtest);
        assertThatExceptionOfType(BacktestException.class)
                .isThrownBy(
                        () ->
                                backtest.run(
                                        request(
                                                rules("{alert: A, expr: m > 5}"),
                                                2,
                                                List.of(),
                                                List.of())))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CANCELED));
    }
}
