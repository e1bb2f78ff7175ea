package io.narthex.rules.run;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.model.StaleNaN;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.parser.PromqlParser;
import io.narthex.rules.AlertListener;
import io.narthex.rules.AlertNotice;
import io.narthex.rules.RuleOptions;
import io.narthex.rules.RuleQueryListener.RuleQuery;
import io.narthex.rules.RuleServices;
import io.narthex.rules.RuleStatus;
import io.narthex.rules.RuleTimings;
import io.narthex.rules.alert.Alert;
import io.narthex.rules.file.FilePlace;
import io.narthex.rules.file.OnMissing;
import io.narthex.rules.file.RuleDefinition;
import io.narthex.rules.file.RuleGroupDefinition;
import io.narthex.testkit.ListStore;
import io.narthex.testkit.ManualClock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/// Groups over a real engine and a list of samples, evaluated at the times that a test says.
final class RuleFixture implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofSeconds(30);
    static final FilePlace PLACE = new FilePlace(1, 1);

    final ListStore store = new ListStore();
    final ManualClock clock = new ManualClock(0);
    final List<AlertNotice> sent = new CopyOnWriteArrayList<>();
    final List<RuleQuery> asked = new CopyOnWriteArrayList<>();
    final QueryEngine engine = new QueryEngine(EngineOptions.DEFAULTS.withThreads(1));
    final RuleOptions options = RuleOptions.of(clock, "http://narthex:9090");
    final RunContext context =
            new RunContext(
                    services(),
                    options,
                    new EngineQueries(services()),
                    Labels.of("cluster", "c1"),
                    () -> 0,
                    null,
                    new CountDownLatch(1));

    RuleServices services() {
        return new RuleServices(
                engine,
                store,
                store,
                sent::addAll,
                AlertListener.NONE,
                RuleTimings.NONE,
                asked::add);
    }

    static RuleDefinition record(String name, String query, Map<String, String> labels) {
        return new RuleDefinition.Recording(
                name, query, PromqlParser.parse(query, ParserOptions.STABLE), labels, PLACE);
    }

    static RuleDefinition alert(String name, String query, Duration hold) {
        return alert(name, query, hold, Map.of(), Map.of());
    }

    static RuleDefinition alert(
            String name,
            String query,
            Duration hold,
            Map<String, String> labels,
            Map<String, String> annotations) {
        return new RuleDefinition.Alerting(
                name,
                query,
                PromqlParser.parse(query, ParserOptions.STABLE),
                hold,
                Duration.ZERO,
                OnMissing.RESOLVE,
                labels,
                annotations,
                PLACE);
    }

    static GroupPlan plan(int limit, RuleDefinition... rules) {
        RuleGroupDefinition definition =
                new RuleGroupDefinition("g", null, null, limit, Map.of(), List.of(rules), PLACE);
        return new GroupPlan("rules.yml", definition, INTERVAL);
    }

    RunningGroup group(RuleDefinition... rules) {
        return group(plan(0, rules));
    }

    RunningGroup group(GroupPlan plan) {
        return new RunningGroup(plan, new GroupCounters(), true, context);
    }

    /// Evaluates at a time in seconds.
    void evaluate(RunningGroup group, long seconds) {
        clock.set(seconds * 1000);
        group.evaluate(seconds * 1000, () -> false);
    }

    /// Stores a sample at a time in seconds.
    void put(long seconds, double value, String... labels) {
        try (Appender appender = store.appender()) {
            appender.append(appender.resolve(Labels.of(labels)), seconds * 1000, value);
            appender.commit();
        }
    }

    /// The samples of the series of a metric: a line each, such as `{a="b"} 30:1 60:stale`, with
    /// times in seconds.
    String samples(String metric) {
        List<String> lines = new ArrayList<>();
        try (Querier querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            SeriesSet set =
                    querier.select(
                            SelectHints.range(Long.MIN_VALUE, Long.MAX_VALUE),
                            PromqlParser.parseSelector(metric));
            for (int i = 0; i < set.size(); i++) {
                SeriesData data = set.cursor().at(i);
                StringBuilder line = new StringBuilder();
                line.append(set.labels(i).drop(Labels.NAME));
                for (int k = 0; k < data.count(); k++) {
                    double value = data.valueAt(k);
                    line.append(' ').append(data.timeAt(k) / 1000).append(':');
                    line.append(StaleNaN.isStale(value) ? "stale" : String.valueOf(value));
                }
                lines.add(line.toString());
            }
        }
        return String.join("\n", lines);
    }

    static RuleStatus rule(RunningGroup group, int i) {
        return group.status().rules().get(i);
    }

    static List<Alert> alerts(RunningGroup group, int i) {
        return ((RuleStatus.Alerting) rule(group, i)).alerts();
    }

    /// Such as `firing`, or `firing pending` for two alerts.
    static String states(RunningGroup group, int i) {
        return alerts(group, i).stream()
                .map(a -> a.state().text())
                .collect(Collectors.joining(" "));
    }

    @Override
    public void close() {
        engine.close();
    }
}
