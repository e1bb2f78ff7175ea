package io.narthex.promql.exec;

import io.narthex.promql.window.MixedWindows;
import io.narthex.promql.window.WindowGrid;
import io.narthex.promql.window.WindowPlan;

import java.util.function.Consumer;

/// Counts the samples that one worker looks at. What counts how for whom depends on where in the
/// query it happens, so a part of the query may be counted apart from what is around it.
///
/// Thread safety: for one worker.
public final class SampleCounter {
    private StepSamples current = new StepSamples(1, true, false);
    private long all;

    /// Begins to count for other steps.
    ///
    /// @return where they are counted
    StepSamples begin(StepSamples steps) {
        current = steps;
        return steps;
    }

    /// Where samples are counted now.
    StepSamples current() {
        return current;
    }

    /// Adds a sample for each step of a column.
    ///
    /// @param bucketsRead whether histograms have their full size
    void addColumn(StepColumn column, boolean bucketsRead) {
        long before = current.queryable();
        current.addColumn(column, bucketsRead);
        all += current.queryable() - before;
    }

    /// Adds the windows over a series of floats.
    ///
    /// @param source of the windows
    void addWindows(WindowPlan plan, WindowSource source) {
        if (source.counting() != WindowSource.Counting.NOTHING) {
            current.addWindows(plan, source.counting() == WindowSource.Counting.READ);
            all += plan.samplesInWindows();
        }
    }

    /// Adds the windows over a series with native histograms.
    ///
    /// @param source of the windows
    void addWindows(MixedWindows samples, WindowSource source) {
        if (source.counting() != WindowSource.Counting.NOTHING) {
            long before = current.queryable();
            current.addWindows(samples, source.counting() == WindowSource.Counting.READ);
            all += current.queryable() - before;
        }
    }

    /// Adds what was counted for the same steps, but not looked at again.
    void addAgain(StepSamples part) {
        current.addAll(part);
        all += part.queryable();
    }

    /// Adds to a step what was counted apart for one evaluation, which is read only once, however
    /// many steps it stands for.
    void addOnce(int k, StepSamples once) {
        current.add(k, once.queryable(), k == 0 && current.fromStart() ? once.read() : 0);
    }

    /// Adds to all steps what was counted apart for one evaluation that stands for them.
    void addToAll(StepSamples once) {
        for (int k = 0; k < current.steps(); k++) {
            addOnce(k, once);
        }
        all += (current.steps() - 1) * once.queryable();
    }

    /// Adds what was read for the points of a subquery, each to the first step whose window may
    /// hold it. What lies between the windows of two steps does not count, nor what belongs to an
    /// earlier tile.
    ///
    /// @param points of the subquery, with what was counted apart for them
    /// @param windows over those points
    void addPoints(StepTile points, StepSamples part, WindowGrid windows) {
        for (int i = 0; i < points.count(); i++) {
            long read = part.readAt(i);
            int k = read == 0 ? -1 : firstStep(points.timeAt(i), windows);
            if (k >= 0) {
                current.add(k, 0, read);
            }
        }
    }

    /// @return the first step whose window holds a time; -1 where none does that is the first
    private int firstStep(long time, WindowGrid windows) {
        long late = time - windows.start();
        if (windows.step() == 0 || late <= -windows.step()) {
            return current.fromStart() ? 0 : -1;
        }
        long k = Math.ceilDiv(Math.max(0, late), windows.step());
        if (k >= windows.count() || time <= windows.end((int) k) - windows.range()) {
            return -1;
        }
        return (int) k;
    }

    /// Does work whose samples are counted in `part`, but not those that are looked at while its
    /// rows go up.
    ///
    /// @param work gives its rows to the sink that it is handed
    void apart(StepSamples part, RowSink sink, Consumer<RowSink> work) {
        StepSamples outer = current;
        current = part;
        work.accept(
                (row, column) -> {
                    current = outer;
                    sink.row(row, column);
                    current = part;
                });
        current = outer;
    }

    /// Everything looked at so far, whatever it counts for.
    long all() {
        return all;
    }
}
