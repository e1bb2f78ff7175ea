package io.narthex.promql.exec;

import io.narthex.model.Querier;
import io.narthex.promql.Annotations;
import io.narthex.promql.EngineOptions;

import java.util.Comparator;

/// What all operators of one running query share.
///
/// @param querier the query's one snapshot; selections are made while the tree is built
/// @param start the query's first evaluation time (subqueries have grids of their own)
/// @param end the query's last evaluation time
/// @param step milliseconds between evaluations; 0 for an instant query
/// @param rowCache what is known of the rows of the queried store
/// @param analyzed whether every operator is measured
/// @param lookback how far instant selectors look back, in milliseconds
public record QueryContext(
        Querier querier,
        long start,
        long end,
        long step,
        long lookback,
        EngineOptions options,
        Annotations annotations,
        ByteBudget budget,
        Cancellation cancellation,
        RowCache rowCache,
        boolean analyzed) {
    /// The same query with another grid: a subquery's, or one step of it.
    public QueryContext withGrid(long newStart, long newEnd, long newStep) {
        return new QueryContext(
                querier,
                newStart,
                newEnd,
                newStep,
                lookback,
                options,
                annotations,
                budget,
                cancellation,
                rowCache,
                analyzed);
    }

    /// The same query before anything was evaluated.
    ///
    /// @param fresh without annotations
    public QueryContext restarted(Annotations fresh) {
        budget.clear();
        return withAnnotations(fresh);
    }

    /// The same query, whose annotations nobody reads.
    QueryContext withoutAnnotations() {
        return withAnnotations(new Annotations(""));
    }

    /// The same query with its annotations elsewhere.
    QueryContext withAnnotations(Annotations others) {
        return new QueryContext(
                querier,
                start,
                end,
                step,
                lookback,
                options,
                others,
                budget,
                cancellation,
                rowCache,
                analyzed);
    }

    /// The same query that reads through another snapshot.
    public QueryContext withQuerier(Querier other) {
        return new QueryContext(
                other,
                start,
                end,
                step,
                lookback,
                options,
                annotations,
                budget,
                cancellation,
                rowCache,
                analyzed);
    }

    /// To be called for each of many rows whose labels are looked at.
    ///
    /// @throws io.narthex.promql.QueryException if the query was cancelled or timed out
    void checkRow(int row) {
        if ((row & 1023) == 0) {
            cancellation.check(Worker.PHASE);
        }
    }

    /// The same order, for sorting many: now and then it looks whether the query may go on.
    ///
    /// Thread safety: for one thread.
    <T> Comparator<T> checking(Comparator<T> order) {
        int[] comparisons = new int[1];
        return (a, b) -> {
            checkRow(comparisons[0]++);
            return order.compare(a, b);
        };
    }

    /// Whether the query has more than one evaluation time, as annotations on sorting see it.
    public boolean isRange() {
        return start != end;
    }

    /// Whether names are dropped at the very end.
    public boolean delayedNameRemoval() {
        return options.features().delayedNameRemoval();
    }
}
