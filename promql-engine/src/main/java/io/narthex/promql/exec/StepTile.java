package io.narthex.promql.exec;

/// A contiguous range of steps: the unit of work.
///
/// Its borders depend on the query only, never on threads.
///
/// @param start time of the first step, epoch milliseconds
/// @param step milliseconds between steps; any value where `count` is 1
/// @param count number of steps, at least 1
/// @param index position among the tiles of its grid, from 0
public record StepTile(long start, long step, int count, int index) {
    /// The evaluation time of a step of the tile.
    public long timeAt(int k) {
        return start + step * k;
    }

    /// The evaluation time of the last step.
    public long end() {
        return timeAt(count - 1);
    }

    /// Words that a bitmap over the steps takes.
    public int words() {
        return (count + 63) >>> 6;
    }
}
