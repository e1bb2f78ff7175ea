package io.narthex.server.report;

import io.narthex.server.dashboards.Dashboard.Format;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A panel's curves before and during, side by side over one scale.
///
/// @param marks notes that are drawn where they fall into a range
///
/// Thread safety: immutable.
record PanelChart(Numbers numbers, ReportRange before, ReportRange during, List<ReportNote> marks) {
    /// As many as colours can be told apart.
    static final int MOST_CURVES = 7;

    private static final int WIDTH = 640;
    private static final int HEIGHT = 190;
    private static final int LEFT = 62;
    private static final int GAP = 22;
    private static final int TOP = 18;
    private static final int BOTTOM = 166;

    private static final double[] ROUND = {1, 2, 3, 4, 5, 6, 8, 10};

    /// The names of the series, in the order of their colours.
    static List<String> names(PanelReading reading) {
        return Stream.concat(reading.during().stream(), reading.before().stream())
                .map(Curve::name)
                .distinct()
                .toList();
    }

    /// Both ranges, side by side.
    String draw(PanelReading reading) {
        double high = high(reading);
        Svg svg = frame(reading, high);
        double width = (WIDTH - LEFT - GAP) / 2.0;
        half(svg, LEFT, width, reading, false, high);
        half(svg, LEFT + width + GAP, width, reading, true, high);
        return svg.finish();
    }

    /// One range alone, over the scale of both.
    ///
    /// @param later whether it is the later one
    String draw(PanelReading reading, boolean later) {
        double high = high(reading);
        Svg svg = frame(reading, high);
        half(svg, LEFT, WIDTH - LEFT, reading, later, high);
        return svg.finish();
    }

    private Svg frame(PanelReading reading, double high) {
        ReportPanel panel = reading.panel();
        Svg svg = new Svg(WIDTH, HEIGHT, numbers.texts().of(panel.words().title()));
        for (int i = 0; i <= 2; i++) {
            double y = BOTTOM - (BOTTOM - TOP) * i / 2.0;
            svg.line("grid", LEFT, y, WIDTH, y);
            svg.text("axis", LEFT - 6, y + 4, "end", numbers.bare(panel, high * i / 2));
        }
        return svg;
    }

    private void half(
            Svg svg, double left, double width, PanelReading reading, boolean later, double high) {
        ReportRange range = later ? during : before;
        ground(svg, left, width, range, later ? "during" : "before");
        List<Curve> curves = later ? reading.during() : reading.before();
        curves(svg, left, width, range, curves, names(reading), high);
    }

    /// The least round number that no curve is above.
    private static double high(PanelReading reading) {
        double peak =
                Stream.concat(reading.before().stream(), reading.during().stream())
                        .mapToDouble(curve -> curve.peak().orElse(0))
                        .max()
                        .orElse(0);
        if (!(peak > 0)) {
            return 1;
        }
        boolean binary = reading.panel().format() == Format.BYTES;
        double unit = binary ? Math.pow(1024, Math.floor(Math.log(peak) / Math.log(1024))) : 1;
        double power = unit * Math.pow(10, Math.floor(Math.log10(peak / unit)));
        for (double round : ROUND) {
            if (round * power >= peak * 0.9999) {
                return round * power;
            }
        }
        return 10 * power;
    }

    private void ground(Svg svg, double left, double width, ReportRange range, String key) {
        svg.rectangle("half " + key, left, TOP, width, BOTTOM - TOP, numbers.texts().own(key));
        svg.text("axis", left + 4, TOP - 5, "start", numbers.texts().own(key));
        svg.text("axis", left, BOTTOM + 16, "start", numbers.clock(range.from()));
        svg.text("axis", left + width, BOTTOM + 16, "end", numbers.clock(range.to()));
        int number = 0;
        for (ReportNote mark : marks) {
            number++;
            if (range.holds(mark.time())) {
                double x = x(mark.time(), range, left, width);
                svg.line("mark", x, TOP, x, BOTTOM);
                svg.text(
                        "mark", Math.min(x + 2, left + width - 10), TOP + 10, "start", "" + number);
            }
        }
    }

    private static double x(long time, ReportRange range, double left, double width) {
        return left + width * (time - range.from()) / range.length().toMillis();
    }

    private void curves(
            Svg svg,
            double left,
            double width,
            ReportRange range,
            List<Curve> curves,
            List<String> names,
            double high) {
        for (Curve curve : curves) {
            int colour = names.indexOf(curve.name());
            if (colour >= MOST_CURVES) {
                continue;
            }
            for (List<String> piece : pieces(curve, range, left, width, high)) {
                svg.curve("s" + colour, String.join(" ", piece), curve.name());
            }
        }
    }

    /// Gaps are gaps, not lines.
    private static List<List<String>> pieces(
            Curve curve, ReportRange range, double left, double width, double high) {
        long longest = PanelReading.step(range) * 3 / 2;
        List<List<String>> pieces = new ArrayList<>();
        long last = Long.MIN_VALUE;
        for (int i = 0; i < curve.times().length; i++) {
            double value = curve.values()[i];
            long time = curve.times()[i];
            if (!Double.isFinite(value)) {
                continue;
            }
            if (pieces.isEmpty() || time - last > longest) {
                pieces.add(new ArrayList<>());
            }
            double y = BOTTOM - (BOTTOM - TOP) * Math.max(0, value) / high;
            pieces.getLast().add(Svg.point(x(time, range, left, width), y));
            last = time;
        }
        // A piece of one point would be invisible.
        pieces.forEach(piece -> piece.add(piece.getLast()));
        return pieces;
    }
}
