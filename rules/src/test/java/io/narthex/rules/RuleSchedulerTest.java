package io.narthex.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.model.StaleNaN;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.parser.PromqlParser;
import io.narthex.rules.RuleScheduler.Defaults;
import io.narthex.rules.alert.Alert;
import io.narthex.rules.file.FilePlace;
import io.narthex.rules.file.OnMissing;
import io.narthex.rules.file.RuleDefinition;
import io.narthex.rules.file.RuleFile;
import io.narthex.rules.file.RuleGroupDefinition;
import io.narthex.testkit.ListStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Loops with a real clock and short intervals.
class RuleSchedulerTest {
    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final Defaults DEFAULTS = new Defaults(INTERVAL, Duration.ZERO, Labels.empty());
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ListStore store = new ListStore();
    private final QueryEngine engine = new QueryEngine(EngineOptions.DEFAULTS.withThreads(2));

    @BeforeEach
    void putSample() {
        try (Appender appender = store.appender()) {
            appender.append(
                    appender.resolve(Labels.of("__name__", "m")), System.currentTimeMillis(), 5);
            appender.commit();
        }
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private RuleScheduler scheduler(Queryable source, int maxConcurrent) {
        RuleOptions defaults = RuleOptions.of(InstantSource.system(), "http://narthex");
        return new RuleScheduler(
                new RuleServices(
                        engine,
                        source,
                        store,
                        AlertSink.NONE,
                        AlertListener.NONE,
                        RuleTimings.NONE),
                new RuleOptions(
                        defaults.clock(),
                        defaults.nanoTime(),
                        defaults.externalUrl(),
                        defaults.outageTolerance(),
                        defaults.forGracePeriod(),
                        defaults.resendDelay(),
                        maxConcurrent));
    }

    private static RuleDefinition record(String name, String query) {
        return new RuleDefinition.Recording(
                name,
                query,
                PromqlParser.parse(query, ParserOptions.STABLE),
                Map.of(),
                new FilePlace(1, 1));
    }

    private static RuleDefinition alert(String name, String query, int line) {
        return new RuleDefinition.Alerting(
                name,
                query,
                PromqlParser.parse(query, ParserOptions.STABLE),
                Duration.ofHours(1),
                Duration.ZERO,
                OnMissing.RESOLVE,
                Map.of(),
                Map.of(),
                new FilePlace(line, 1));
    }

    private static RuleFile file(RuleGroupDefinition... groups) {
        return new RuleFile("rules.yml", List.of(groups));
    }

    private static RuleGroupDefinition group(String name, RuleDefinition... rules) {
        return new RuleGroupDefinition(
                name, null, null, 0, Map.of(), List.of(rules), new FilePlace(1, 1));
    }

    /// The last value of a series, or NaN where there is none.
    private double last(String metric) {
        try (Querier querier = store.querier(0, Long.MAX_VALUE)) {
            SeriesSet set =
                    querier.select(
                            SelectHints.range(0, Long.MAX_VALUE),
                            PromqlParser.parseSelector(metric));
            if (set.size() == 0) {
                return Double.NaN;
            }
            SeriesData data = set.cursor().at(0);
            return data.valueAt(data.count() - 1);
        }
    }

    private static RuleGroupStats stats(RuleScheduler scheduler, String key) {
        return scheduler.stats().stream()
                .filter(s -> s.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static List<Alert> alerts(RuleScheduler scheduler) {
        return ((RuleStatus.Alerting) scheduler.groups().getFirst().rules().getFirst()).alerts();
    }

    @Test
    void update_evaluatesAgainAndAgain_onTheGroupsGrid() {
        try (RuleScheduler scheduler = scheduler(store, 0)) {
            scheduler.update(List.of(file(group("g", record("r", "m + 1")))), DEFAULTS);
            await().atMost(PATIENCE)
                    .until(() -> stats(scheduler, "rules.yml;g").evaluations() >= 3);
            assertThat(last("r")).isEqualTo(6);
        }
    }

    @Test
    void update_unchangedGroup_goesOn() {
        try (RuleScheduler scheduler = scheduler(store, 0)) {
            scheduler.update(List.of(file(group("g", alert("A", "m > 1", 1)))), DEFAULTS);
            await().atMost(PATIENCE).until(() -> !alerts(scheduler).isEmpty());
            long activeAt = alerts(scheduler).getFirst().activeAt();
            scheduler.update(List.of(file(group("g", alert("A", "m  >  1", 7)))), DEFAULTS);
            // A new group would not have been evaluated yet.
            assertThat(scheduler.groups().getFirst().rules().getFirst().evaluated().at())
                    .isNotNull();
            assertThat(alerts(scheduler).getFirst().activeAt()).isEqualTo(activeAt);
        }
    }

    @Test
    void update_changedGroup_keepsAlertsAndCounters() {
        try (RuleScheduler scheduler = scheduler(store, 0)) {
            scheduler.update(List.of(file(group("g", alert("A", "m > 1", 1)))), DEFAULTS);
            await().atMost(PATIENCE).until(() -> !alerts(scheduler).isEmpty());
            long activeAt = alerts(scheduler).getFirst().activeAt();
            long before = stats(scheduler, "rules.yml;g").evaluations();
            scheduler.update(List.of(file(group("g", alert("A", "m > 2", 1)))), DEFAULTS);
            assertThat(alerts(scheduler).getFirst().activeAt()).isEqualTo(activeAt);
            await().atMost(PATIENCE)
                    .until(() -> stats(scheduler, "rules.yml;g").evaluations() > before);
            assertThat(alerts(scheduler).getFirst().activeAt()).isEqualTo(activeAt);
        }
    }

    @Test
    void update_removedGroup_endsItsSeries() {
        try (RuleScheduler scheduler = scheduler(store, 0)) {
            scheduler.update(List.of(file(group("g", record("r", "m")))), DEFAULTS);
            await().atMost(PATIENCE).until(() -> last("r") == 5);
            scheduler.update(List.of(), DEFAULTS);
            assertThat(scheduler.groups()).isEmpty();
            await().atMost(PATIENCE).until(() -> StaleNaN.isStale(last("r")));
        }
    }

    @Test
    void close_endsNoSeries_andUpdateDoesNothingAfterwards() {
        RuleScheduler scheduler = scheduler(store, 0);
        scheduler.update(List.of(file(group("g", record("r", "m")))), DEFAULTS);
        await().atMost(PATIENCE).until(() -> last("r") == 5);
        scheduler.close();
        assertThat(last("r")).isEqualTo(5);
        scheduler.update(List.of(file(group("h", record("s", "m")))), DEFAULTS);
        assertThat(scheduler.groups()).extracting(RuleGroupStatus::name).containsExactly("g");
        scheduler.close();
    }

    @Test
    void close_waitsForTheRuleUnderWay_andLeavesTheOthersOut() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        Queryable slow =
                (mint, maxt) -> {
                    asked.countDown();
                    open(released);
                    return store.querier(mint, maxt);
                };
        RuleScheduler scheduler = scheduler(slow, 0);
        scheduler.update(
                List.of(file(group("g", record("r", "m"), record("other", "m")))), DEFAULTS);
        open(asked);
        Thread closing = Thread.ofVirtual().start(scheduler::close);
        // It has told the loop by the time it waits for it.
        await().atMost(PATIENCE).until(() -> closing.getState() == Thread.State.WAITING);
        released.countDown();
        assertThat(closing.join(PATIENCE)).isTrue();
        assertThat(last("r")).isEqualTo(5);
        assertThat(last("other")).isNaN();
    }

    private static void open(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void concurrent_independentRules_areEvaluatedSideBySide() {
        CountDownLatch together = new CountDownLatch(2);
        Queryable meeting =
                (mint, maxt) -> {
                    together.countDown();
                    open(together);
                    return store.querier(mint, maxt);
                };
        try (RuleScheduler scheduler = scheduler(meeting, 4)) {
            scheduler.update(
                    List.of(file(group("g", record("r", "m"), record("s", "m")))), DEFAULTS);
            await().atMost(PATIENCE).until(() -> last("r") == 5 && last("s") == 5);
        }
    }

    @Test
    void groups_areInTheOrderOfFilesAndNames() {
        try (RuleScheduler scheduler = scheduler(store, 0)) {
            scheduler.update(
                    List.of(
                            new RuleFile("z.yml", List.of(group("a"))),
                            new RuleFile("a.yml", List.of(group("z"), group("b")))),
                    DEFAULTS);
            assertThat(scheduler.stats())
                    .extracting(RuleGroupStats::key)
                    .containsExactly("a.yml;b", "a.yml;z", "z.yml;a");
        }
    }
}
