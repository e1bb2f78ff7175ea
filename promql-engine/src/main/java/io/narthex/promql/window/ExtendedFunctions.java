package io.narthex.promql.window;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/// The functions of `anchored` and `smoothed` ranges, by name.
///
/// Thread safety: stateless.
public final class ExtendedFunctions {
    private ExtendedFunctions() {}

    /// The function of a name, or null if it can't be used with such a range.
    public static @Nullable RangeFunction find(String name, ExtendedRange range) {
        return switch (name) {
            case "rate" -> change(name, range, true, true);
            case "increase" -> change(name, range, true, false);
            case "delta" -> change(name, range, false, false);
            case "changes" -> range.smoothed() ? null : transitions(name, range, false);
            case "resets" -> range.smoothed() ? null : transitions(name, range, true);
            default -> null;
        };
    }

    /// The names of the functions that there are, as error messages list them.
    public static String names(boolean smoothed) {
        return smoothed ? "delta, increase, rate" : "changes, delta, increase, rate, resets";
    }

    /// What a smoothed instant selector does.
    ///
    /// @param instant a range of length 0
    public static RangeFunction smoothedValue(ExtendedRange instant) {
        SmoothedValue value = new SmoothedValue(instant);
        return new RangeFunction(
                "smoothed",
                value,
                MixedFunctions.apart(value, 1, value),
                Set.of(RangeFunction.Trait.KEEPS_NAME));
    }

    private static RangeFunction change(
            String name, ExtendedRange range, boolean counter, boolean perSecond) {
        ExtendedRate floats = new ExtendedRate(range, counter, perSecond);
        MixedFunctions.Reducer histograms = new ExtendedHistogramRate(range, counter, perSecond);
        return new RangeFunction(
                name,
                floats,
                MixedFunctions.apart(floats, 1, histograms),
                RangeFunctions.traits(name));
    }

    private static RangeFunction transitions(String name, ExtendedRange range, boolean resets) {
        AnchoredTransitions function = new AnchoredTransitions(range, resets);
        return new RangeFunction(name, function, function, RangeFunctions.traits(name));
    }
}
