package io.narthex.promql.parser;

/// Which experimental parts of the language are enabled.
///
/// @param experimentalFunctions experimental functions and aggregators
/// @param extendedRangeSelectors `anchored` and `smoothed`
/// @param binopFillModifiers `fill`, `fill_left`, `fill_right`
public record ParserOptions(
        boolean experimentalFunctions, boolean extendedRangeSelectors, boolean binopFillModifiers) {
    /// The stable language only.
    public static final ParserOptions STABLE = new ParserOptions(false, false, false);

    /// Everything.
    public static final ParserOptions ALL = new ParserOptions(true, true, true);
}
