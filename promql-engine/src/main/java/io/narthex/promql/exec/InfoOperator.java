package io.narthex.promql.exec;

import io.narthex.promql.plan.LogicalNode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// `info`: gives series the labels of the info series that belong to them, such as those of
/// `target_info`; values pass unchanged.
///
/// Rows must be known before the first tile, and these depend on which info series holds when. So
/// the info series, which are few, are read over all steps when the operator is built.
final class InfoOperator implements Operator {
    private final Operator base;
    private final @Nullable Operator info;
    private final Rows infoRows;
    private final QueryContext context;
    private final InfoTimeline timeline;
    private final EarlySamples early;
    private final InfoPlan plan;
    private final Rows rows;
    private final DistinctRows distinct;

    private InfoOperator(
            InfoSeries series, Operator base, @Nullable Operator info, QueryContext context) {
        this.base = base;
        this.info = info;
        this.infoRows = info == null ? Rows.of(List.of()) : info.rows();
        this.context = context;
        MatchGroups groups =
                MatchGroups.of(
                        new MatchKeys(true, InfoSeries.IDENTIFYING),
                        base.rows(),
                        infoRows,
                        context);
        this.timeline =
                new InfoTimeline(groups.count(), groups.right(), infoRows, context.budget());
        this.early = new EarlySamples(context);
        read(info, timeline, early, context);
        this.plan = new InfoPlan(series, base.rows(), infoRows, groups, timeline, context);
        this.rows = plan.rows();
        this.distinct = DistinctRows.of(rows, context);
    }

    static Operator of(LogicalNode.Call call, OperatorFactory factory, QueryContext context) {
        LogicalNode.Selector selector =
                (LogicalNode.Selector) WindowOperators.withoutInvariant(call.args().get(1));
        InfoSeries series = InfoSeries.of(selector);
        Operator base = factory.build(call.args().getFirst());
        LogicalNode.Selector matching = series.matching(base.rows(), context);
        Operator info =
                matching == null
                        ? null
                        : new CountedOperator(
                                WindowOperators.selector(
                                        matching, SelectorOperator.Reading.INFO_TIMESTAMP, context),
                                context.options().maxSamples());
        return new InfoOperator(series, base, info, context);
    }

    /// Reads the info series over all steps.
    private static void read(
            @Nullable Operator info,
            InfoTimeline timeline,
            EarlySamples early,
            QueryContext context) {
        if (info == null) {
            timeline.addNone();
            return;
        }
        Worker worker = new Worker(context);
        List<StepTile> tiles =
                Tiles.cut(
                        context.start(),
                        context.end(),
                        context.step(),
                        info.rows().size(),
                        context.budget().limit());
        int first = 0;
        for (StepTile tile : tiles) {
            StepSamples counted = worker.samples().begin(early.begin(tile));
            try (HeldTile held = HeldTile.of(info, tile, worker)) {
                timeline.add(held, tile.count(), first, worker);
            }
            early.add(counted);
            first += tile.count();
        }
    }

    @Override
    public Rows rows() {
        return rows;
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        early.account(tile, worker);
        int first =
                context.isRange() ? (int) ((tile.start() - context.start()) / context.step()) : 0;
        InfoTile run = new InfoTile(plan, timeline, infoRows, distinct.check(), first, tile);
        base.evaluate(tile, worker, (row, column) -> run.row(row, column, sink));
        run.check();
    }

    @Override
    public List<Operator> children() {
        return info == null ? List.of(base) : List.of(base, info);
    }

    @Override
    public String describe() {
        return "Info";
    }
}
