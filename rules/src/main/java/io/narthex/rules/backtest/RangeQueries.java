package io.narthex.rules.backtest;

import io.narthex.model.Queryable;
import io.narthex.promql.Query;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.Value;
import io.narthex.promql.Value.MatrixRow;
import io.narthex.promql.Value.VectorSample;
import io.narthex.rules.backtest.BacktestException.Kind;
import io.narthex.rules.run.RuleQueries;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Answers the expressions of rules time by time, out of range queries over many times.
///
/// A range query fails as a whole where it fails at one time. Its times are asked one by one then,
/// so that the others have their answers.
///
/// Thread safety: for one thread, but [#cancel] is for any.
final class RangeQueries implements RuleQueries {
    private final QueryEngine engine;
    private final Queryable source;
    private final long maxElements;

    /// Expressions that give the same within a range as by themselves.
    private final Set<String> askedAhead = new HashSet<>();

    /// Answers within the window, by expression; null where it has to be asked time by time.
    private final Map<String, @Nullable Answer> answers = new HashMap<>();

    private Window window = new Window(0, 0, 0);
    private long elements;
    private @Nullable BacktestException end;
    private volatile @Nullable Query running;
    private volatile boolean cancelled;

    /// Times that are asked for soon.
    ///
    /// @param first epoch milliseconds
    /// @param step in milliseconds
    private record Window(long first, long step, int count) {
        long last() {
            return first + (count - 1) * step;
        }
    }

    /// @param maxElements how many elements all answers may have together
    RangeQueries(QueryEngine engine, Queryable source, long maxElements) {
        this.engine = engine;
        this.source = source;
        this.maxElements = maxElements;
    }

    /// Lets an expression be asked ahead.
    void askAhead(String expression) {
        askedAhead.add(expression);
    }

    /// Goes on to other times.
    ///
    /// @param first of the queries, epoch milliseconds
    /// @param step between them, in milliseconds
    void window(long first, long step, int count) {
        forget();
        window = new Window(first, step, count);
    }

    /// Drops what was asked ahead.
    void forget() {
        answers.clear();
    }

    /// Ends the query that runs, and all to come.
    void cancel() {
        cancelled = true;
        Query query = running;
        if (query != null) {
            query.cancel();
        }
    }

    /// Throws what has ended the backtest, which a template may have taken for its own failure.
    void requireGoingOn() {
        if (end != null) {
            throw end;
        }
        if (cancelled) {
            throw new BacktestException(Kind.CANCELED, "the backtest was cancelled");
        }
    }

    @Override
    public List<VectorSample> query(String expression, long time) {
        List<VectorSample> answer = answer(expression, time);
        elements += answer.size();
        if (elements > maxElements) {
            end =
                    BacktestException.limit(
                            "the rules' expressions give more than "
                                    + maxElements
                                    + " elements in all; choose a shorter time, fewer values of the"
                                    + " sweep, or a narrower expression");
            throw end;
        }
        return answer;
    }

    private List<VectorSample> answer(String expression, long time) {
        if (window.count > 1
                && time >= window.first
                && time <= window.last()
                && askedAhead.contains(expression)) {
            if (!answers.containsKey(expression)) {
                answers.put(expression, ahead(expression));
            }
            Answer answer = answers.get(expression);
            if (answer != null) {
                return answer.at(time);
            }
        }
        return RuleQueries.vector(run(QueryRequest.instant(expression, time)));
    }

    private @Nullable Answer ahead(String expression) {
        try {
            Value value =
                    run(QueryRequest.range(expression, window.first, window.last(), window.step));
            return value instanceof Value.Matrix matrix ? new Answer(matrix.rows()) : null;
        } catch (QueryException _) {
            return null;
        }
    }

    private Value run(QueryRequest request) {
        requireGoingOn();
        try (Query query = engine.prepare(request, source)) {
            running = query;
            if (cancelled) {
                query.cancel();
            }
            return query.run().value();
        } catch (QueryException e) {
            Kind kind =
                    switch (e) {
                        case QueryException.Timeout _, QueryException.Overloaded _ -> Kind.TIMEOUT;
                        case QueryException.Canceled _ -> Kind.CANCELED;
                        case QueryException.Storage _ -> Kind.STORAGE;
                        case QueryException.BadQuery _,
                                QueryException.TooManySamples _,
                                QueryException.Execution _ ->
                                throw e;
                    };
            end = new BacktestException(kind, request.query() + ": " + e.getMessage());
            throw end;
        } finally {
            running = null;
        }
    }

    /// The rows of a range query, read time by time.
    private static final class Answer {
        private final List<MatrixRow> rows;

        /// By row, the first sample that is not before the last time asked for.
        private final int[] next;

        private long last = Long.MIN_VALUE;

        Answer(List<MatrixRow> rows) {
            this.rows = rows;
            this.next = new int[rows.size()];
        }

        List<VectorSample> at(long time) {
            if (time < last) {
                Arrays.fill(next, 0); // the next place of a sweep begins
            }
            last = time;
            List<VectorSample> found = new ArrayList<>();
            for (int r = 0; r < next.length; r++) {
                MatrixRow row = rows.get(r);
                int i = next[r];
                while (i < row.size() && row.timeAt(i) < time) {
                    i++;
                }
                next[r] = i;
                if (i < row.size() && row.timeAt(i) == time) {
                    found.add(
                            new VectorSample(
                                    row.labels(), time, row.valueAt(i), row.histogramAt(i)));
                }
            }
            return found;
        }
    }
}
