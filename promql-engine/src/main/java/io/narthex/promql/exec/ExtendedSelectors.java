package io.narthex.promql.exec;

import io.narthex.promql.QueryException;
import io.narthex.promql.parser.TimeShift.Extension;
import io.narthex.promql.plan.LogicalNode;
import io.narthex.promql.window.ExtendedFunctions;
import io.narthex.promql.window.ExtendedRange;
import io.narthex.promql.window.RangeFunction;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// What `anchored` and `smoothed` make of selectors. On an instant selector `anchored` means
/// nothing, and neither does `smoothed` to `timestamp()` of one, as in Prometheus.
///
/// Thread safety: stateless.
final class ExtendedSelectors {
    private ExtendedSelectors() {}

    /// The extended range that a range vector is, or null where it is a plain one.
    static @Nullable ExtendedRange range(LogicalNode range, QueryContext context) {
        return range instanceof LogicalNode.RangeSelector r
                        && r.selector().extension() != Extension.NONE
                ? new ExtendedRange(r.range(), context.lookback(), isSmoothed(r.selector()))
                : null;
    }

    /// The function of a name over an extended range.
    ///
    /// @throws QueryException.Execution if there is none
    static RangeFunction function(String name, ExtendedRange range) {
        RangeFunction function = ExtendedFunctions.find(name, range);
        if (function == null) {
            throw new QueryException.Execution(
                    modifier(range)
                            + " modifier can only be used with: "
                            + ExtendedFunctions.names(range.smoothed())
                            + " - not with "
                            + name);
        }
        return function;
    }

    /// The error for an extended range vector of histograms that no function takes.
    static QueryException histograms(ExtendedRange range) {
        return new QueryException.Execution(
                modifier(range) + " modifier is not supported with histograms");
    }

    /// The samples of an extended range.
    static Selection selection(
            LogicalNode.Selector selector, ExtendedRange range, QueryContext context) {
        return Selection.of(selector, range.windowLength(), range.ahead(), context);
    }

    static boolean isSmoothed(LogicalNode.Selector selector) {
        return selector.extension() == Extension.SMOOTHED;
    }

    /// A smoothed instant selector. Prometheus does not count what it looks at.
    static Operator smoothed(LogicalNode.Selector selector, QueryContext context) {
        ExtendedRange instant = new ExtendedRange(0, context.lookback(), true);
        return new WindowOperator(
                ExtendedFunctions.smoothedValue(instant),
                new SelectedWindows(
                        selection(selector, instant, context),
                        WindowNeeds.NONE,
                        WindowSource.Counting.NOTHING),
                new ScalarArguments(List.of()),
                selector.position(),
                null,
                context);
    }

    private static String modifier(ExtendedRange range) {
        Extension extension = range.smoothed() ? Extension.SMOOTHED : Extension.ANCHORED;
        return extension.name().toLowerCase(Locale.ROOT);
    }
}
