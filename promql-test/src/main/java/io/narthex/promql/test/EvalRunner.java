package io.narthex.promql.test;

import io.narthex.model.Labels;
import io.narthex.model.Queryable;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.QueryResult;
import io.narthex.promql.Value;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ExprPrinter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Runs one evaluation in every way that must give the same: an instant query as written, then with
/// `@` on each selector at other times, and each of them as the middle step of a range query.
final class EvalRunner {
    private static final long RANGE_STEP = 60_000;

    /// Their values differ between an instant and a range query.
    private static final Pattern QUERY_PARAMETER = Pattern.compile("(start|end|range|step)\\(\\)");

    private final QueryEngine engine;
    private final Queryable store;
    private final ScriptCommand.Eval eval;
    private final ResultCheck check;

    EvalRunner(QueryEngine engine, Queryable store, ScriptCommand.Eval eval) {
        this.engine = engine;
        this.store = store;
        this.eval = eval;
        this.check = new ResultCheck(eval.expectation());
    }

    Outcome run() {
        Expr expr = eval.expr();
        if (expr == null) {
            return outcome(eval.parseError());
        }
        if (!eval.times().isInstant()) {
            return outcome(range());
        }
        for (Run run : runs(expr)) {
            String problem = instant(run);
            if (problem != null) {
                return outcome(run.place() + problem);
            }
        }
        return new Outcome.Passed();
    }

    private static Outcome outcome(@Nullable String problem) {
        return problem == null ? new Outcome.Passed() : new Outcome.Failed(problem);
    }

    /// One instant query.
    ///
    /// @param place in front of its problems; empty for the query as written
    private record Run(String query, long time, String place) {}

    private List<Run> runs(Expr expr) {
        long time = eval.times().start();
        List<Run> runs = new ArrayList<>();
        runs.add(new Run(eval.query(), time, ""));
        if (AtModifiers.canFix(expr)) {
            String fixed = ExprPrinter.print(AtModifiers.fix(expr, time));
            long[] others =
                    time == 0
                            ? new long[] {-1000, 0, 1000}
                            : new long[] {-10 * time, 0, time / 5, time, 10 * time};
            for (long other : others) {
                String place = "as " + fixed + " at " + other + "ms: ";
                runs.add(new Run(fixed, other, place));
            }
        }
        return runs;
    }

    private @Nullable String instant(Run run) {
        QueryResult result;
        try {
            result = engine.prepare(QueryRequest.instant(run.query, run.time), store).run();
        } catch (QueryException e) {
            return failure(e);
        }
        String problem = unexpected(result, check.instant(result.value()));
        return problem == null ? asRange(run, result.value()) : problem;
    }

    /// A query that failed: as expected, or not.
    private @Nullable String failure(QueryException e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        Expectation.Message expected = eval.expectation().fail();
        if (expected == null) {
            return "unexpected error: " + message;
        }
        return expected.accepts(message)
                ? null
                : "expected failure " + expected + "; actual: " + message;
    }

    private @Nullable String unexpected(QueryResult result, @Nullable String difference) {
        Expectation expectation = eval.expectation();
        if (expectation.fail() != null) {
            return "expected a failure; actual: " + result.value();
        }
        String warnings = expectation.warnings().mismatch("warning", result.warnings());
        if (warnings != null) {
            return warnings;
        }
        String infos = expectation.infos().mismatch("info", result.infos());
        return infos != null ? infos : difference;
    }

    private @Nullable String asRange(Run run, Value instant) {
        Expectation expectation = eval.expectation();
        if (expectation.ordered()
                || expectation.rangeVector() != null
                || expectation.text() != null
                || QUERY_PARAMETER.matcher(run.query).find()) {
            return null;
        }
        QueryRequest request =
                QueryRequest.range(
                        run.query, run.time - RANGE_STEP, run.time + RANGE_STEP, RANGE_STEP);
        QueryResult result;
        try {
            result = engine.prepare(request, store).run();
        } catch (QueryException e) {
            return "as a range query: " + e.getMessage();
        }
        if (!(result.value() instanceof Value.Matrix matrix)) {
            return "as a range query: not a matrix";
        }
        List<Value.VectorSample> middle = at(matrix, run.time);
        String problem =
                instant instanceof Value.Scalar && !middle.isEmpty()
                        ? check.scalar(middle.getFirst().value())
                        : check.vector(middle);
        return problem == null ? null : "as a range query: " + problem;
    }

    private static List<Value.VectorSample> at(Value.Matrix matrix, long time) {
        List<Value.VectorSample> samples = new ArrayList<>();
        for (Value.MatrixRow row : matrix.rows()) {
            for (int i = 0; i < row.size(); i++) {
                if (row.timeAt(i) == time) {
                    Labels labels = row.labels();
                    samples.add(
                            new Value.VectorSample(
                                    labels, time, row.valueAt(i), row.histogramAt(i)));
                }
            }
        }
        return samples;
    }

    private @Nullable String range() {
        ScriptCommand.EvalTimes times = eval.times();
        QueryRequest request =
                QueryRequest.range(eval.query(), times.start(), times.end(), times.step());
        try {
            QueryResult result = engine.prepare(request, store).run();
            String difference =
                    result.value() instanceof Value.Matrix matrix
                            ? check.matrix(matrix, times)
                            : "not a matrix";
            return unexpected(result, difference);
        } catch (QueryException e) {
            return failure(e);
        }
    }
}
