package io.narthex.promql.exec;

/// Accounts for samples that an operator looked at before the first tile, to know its rows: they
/// count with the tile of their step.
///
/// Thread safety: immutable after the last [#add].
final class EarlySamples {
    private final StepSamples samples;
    private final QueryContext context;
    private int added;

    /// @param context whose steps are looked at early
    EarlySamples(QueryContext context) {
        long steps = context.isRange() ? (context.end() - context.start()) / context.step() + 1 : 1;
        context.budget().charge(StepSamples.bytes(steps));
        this.samples = new StepSamples(Math.toIntExact(steps), true, true);
        this.context = context;
    }

    /// Where the samples of the next tile are to be counted.
    StepSamples begin(StepTile tile) {
        return new StepSamples(tile.count(), added == 0, true);
    }

    /// Adds the samples of the next tile.
    void add(StepSamples tile) {
        for (int k = 0; k < tile.steps(); k++) {
            samples.add(added++, tile.queryableAt(k), tile.readAt(k));
        }
    }

    /// Counts the samples of a tile's steps.
    void account(StepTile tile, Worker worker) {
        StepSamples counted = worker.samples().current();
        int first =
                context.isRange() ? (int) ((tile.start() - context.start()) / context.step()) : 0;
        for (int k = 0; k < tile.count(); k++) {
            counted.add(k, samples.queryableAt(first + k), samples.readAt(first + k));
        }
    }
}
