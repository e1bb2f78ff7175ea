package io.narthex.promql.test;

import io.narthex.model.Labels;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the line that gives the start timestamps of the series in the line below it, such as
/// `http_requests_total{job="a"}@st _ -30s-1mx5`.
///
/// - `d` is a start that far from the sample's own time, `_` an unknown one;
/// - `dxN` are N+1 starts, `_xN` N unknown ones;
/// - `d+exN` and `d-exN` are N+1 starts, the first at a distance of d.
///
/// @param labels of the series
/// @param offsets milliseconds from the sample's time to its start, by point
record StartNotation(Labels labels, List<OptionalLong> offsets) {
    private static final String MARK = "@st";
    private static final String DURATION = "[+-]?(?:0|(?:[0-9]+(?:ms|[ywdhms]))+)";
    private static final Pattern ITEM =
            Pattern.compile(
                    "(?<gap>_)?(?<first>"
                            + DURATION
                            + ")?(?<step>(?<=[0-9a-z])[+-]"
                            + DURATION
                            + "(?=x))?(?:x(?<times>[0-9]+))?");

    /// Whether a line gives start timestamps and not samples.
    static boolean isOne(String text) {
        return text.startsWith(MARK, SeriesNotation.endOfLabels(text));
    }

    /// Reads such a line.
    ///
    /// @throws ScriptException if it is not valid
    static StartNotation parse(String text, int line) {
        int end = SeriesNotation.endOfLabels(text);
        List<OptionalLong> offsets = new ArrayList<>();
        for (String item : text.substring(end + MARK.length()).strip().split("\\s+", -1)) {
            expand(item, line, offsets);
        }
        return new StartNotation(
                SeriesNotation.labels(text.substring(0, end), line), List.copyOf(offsets));
    }

    private static void expand(String item, int line, List<OptionalLong> into) {
        Matcher m = ITEM.matcher(item);
        if (!m.matches() || (m.group("gap") == null) == (m.group("first") == null)) {
            throw new ScriptException(line, "not a start timestamp: " + item);
        }
        String repeated = m.group("times");
        int times = repeated == null ? 0 : ScriptNumbers.times(repeated, line);
        if (m.group("gap") != null) {
            for (int i = 0; i < Math.max(1, times); i++) {
                into.add(OptionalLong.empty());
            }
            return;
        }
        String written = m.group("step");
        long step = written == null ? 0 : step(written, line);
        long offset = ScriptNumbers.millis(m.group("first"), line);
        for (int i = 0; i <= times; i++) {
            into.add(OptionalLong.of(offset + i * step));
        }
    }

    /// A step is written with its sign, and may have one of its own.
    private static long step(String written, int line) {
        long step = ScriptNumbers.millis(written.substring(1), line);
        return written.startsWith("-") ? -step : step;
    }

    /// Fails unless the offsets are those of a series.
    ///
    /// @throws ScriptException if they are not
    void requireFits(SeriesLine series, int line) {
        if (!labels.equals(series.labels())) {
            throw new ScriptException(
                    line,
                    "start timestamps of " + labels + " before samples of " + series.labels());
        }
        if (offsets.size() != series.points().size()) {
            throw new ScriptException(
                    line,
                    offsets.size()
                            + " start timestamps for "
                            + series.points().size()
                            + " samples of "
                            + labels);
        }
    }
}
