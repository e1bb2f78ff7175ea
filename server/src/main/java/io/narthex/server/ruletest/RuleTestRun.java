package io.narthex.server.ruletest;

import io.narthex.model.DurationText;
import io.narthex.model.Labels;
import io.narthex.promql.EngineFeatures;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.Value;
import io.narthex.promql.Value.VectorSample;
import io.narthex.promql.test.InputSeries;
import io.narthex.rules.file.RuleFile;
import io.narthex.server.ruletest.RuleTestFile.AlertCase;
import io.narthex.server.ruletest.RuleTestFile.QueryCase;
import io.narthex.server.ruletest.RuleTestFile.Test;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;
import io.narthex.yaml.YamlPlace;

import java.io.PrintStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Runs one test: a store in memory, the rules, and time that goes on evaluation by evaluation.
///
/// Thread safety: for one thread.
final class RuleTestRun implements AutoCloseable {
    private static final int MAX_SAMPLES = 10_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(100);

    /// Series of tests may lie further apart than those of a server.
    private static final Duration CHUNK_RANGE = Duration.ofDays(1);

    private final RuleTestFile file;
    private final Test test;
    private final boolean diff;
    private final Tsdb store;
    private final QueryEngine engine;
    private final List<String> failures = new ArrayList<>();

    /// @param diff whether to show how alerts differ in colours
    RuleTestRun(RuleTestFile file, Test test, boolean diff) {
        this.file = file;
        this.test = test;
        this.diff = diff;
        this.store =
                new Tsdb(
                        TsdbOptions.builder()
                                .retention(TsdbOptions.FOREVER)
                                .chunkRange(CHUNK_RANGE)
                                .maintenanceInterval(Duration.ZERO)
                                .build());
        this.engine = new QueryEngine(engineOptions(file.evaluationInterval()));
    }

    /// As promtool's: few samples, and subqueries at the interval of evaluations.
    private static EngineOptions engineOptions(Duration interval) {
        EngineOptions defaults = EngineOptions.DEFAULTS;
        return new EngineOptions(
                defaults.lookback(),
                TIMEOUT,
                MAX_SAMPLES,
                defaults.maxBytes(),
                defaults.maxConcurrent(),
                defaults.threads(),
                interval,
                EngineFeatures.STABLE,
                defaults.disabledOptimizers());
    }

    /// @return the failures' texts; none where the test passes
    List<String> run(List<RuleFile> ruleFiles) {
        InputSeries input = new InputSeries(test.interval().toMillis(), test.start());
        for (RuleTestFile.Series series : test.series()) {
            try {
                input.add(series.labels(), series.values());
            } catch (IllegalArgumentException e) {
                fail(String.valueOf(e.getMessage()), series.place());
                return failures;
            }
        }
        for (AlertCase alert : test.alerts()) {
            if (alert.name().isEmpty()) {
                String name = test.name().isEmpty() ? "" : " (in TestGroup " + test.name() + ")";
                fail(
                        "an item under alert_rule_test misses required attribute alertname at"
                                + " eval_time "
                                + DurationText.format(alert.time())
                                + name,
                        alert.place());
                return failures;
            }
        }
        if (evaluate(input, new TestedRules(file, test, ruleFiles, engine, store))) {
            test.queries().forEach(this::check);
        }
        return failures;
    }

    /// @return whether all rules could be evaluated
    private boolean evaluate(InputSeries input, TestedRules rules) {
        List<AlertCase> due =
                test.alerts().stream().sorted(Comparator.comparing(AlertCase::time)).toList();
        int next = 0;
        long interval = file.evaluationInterval().toMillis();
        long end = test.length().toMillis();
        for (long at = 0; at <= end; at += interval) {
            long time = test.start() + at;
            try {
                input.appendUntil(store, time);
            } catch (IllegalArgumentException e) {
                fail(String.valueOf(e.getMessage()), test.place());
                continue;
            }
            List<String> problems = rules.evaluate(time);
            if (!problems.isEmpty()) {
                problems.forEach(p -> fail(p, test.place()));
                return false;
            }
            // An alert between two evaluations is as the first of them left it.
            while (next < due.size() && due.get(next).time().toMillis() < at + interval) {
                check(due.get(next++), rules);
            }
        }
        return true;
    }

    private void check(AlertCase alert, TestedRules rules) {
        String failure = AlertCheck.failure(test, alert, rules.firing(alert.name()), diff);
        if (failure != null) {
            fail(failure, alert.place());
        }
    }

    private void check(QueryCase query) {
        String failure;
        try {
            failure = new SampleCheck(file.fuzzy()).failure(query, ask(query));
        } catch (QueryException | IllegalArgumentException e) {
            failure = SampleCheck.failure(query, String.valueOf(e.getMessage()));
        }
        if (failure != null) {
            fail(failure, query.place());
        }
    }

    private List<VectorSample> ask(QueryCase query) {
        long time = test.start() + query.time().toMillis();
        Value value = value(query.query(), time);
        return switch (value) {
            case Value.Vector vector -> vector.samples();
            case Value.Scalar s ->
                    List.of(new VectorSample(Labels.empty(), s.timestamp(), s.value(), null));
            case Value.Text _, Value.Matrix _ ->
                    throw new IllegalArgumentException("rule result is not a vector or scalar");
        };
    }

    private Value value(String query, long time) {
        return engine.prepare(QueryRequest.instant(query, time), store).run().value();
    }

    /// Where a failure stands is told in a line of its own below promtool's text.
    private void fail(String text, YamlPlace place) {
        failures.add(text + "\n    at " + RuleTests.text(place));
    }

    /// Shows all series that there are when the test is over.
    void dump(PrintStream out) {
        // Queries know whole seconds only.
        Duration length = test.length().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
        String query = "{__name__=~\".+\"}[" + length.toSeconds() + "s]";
        out.println(
                "DEBUG: Dump of all data (input_series and rules) at "
                        + GoDuration.text(length)
                        + ":");
        if (value(query, test.start() + length.toMillis()) instanceof Value.Matrix matrix) {
            matrix.rows().forEach(row -> out.println(DumpText.of(row)));
        }
    }

    @Override
    public void close() {
        engine.close();
        store.close();
    }
}
