package io.narthex.server.report;

import io.narthex.server.dashboards.Dashboard.Format;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/// One sentence that tells in numbers what changed in a panel. Its numbers are over all of each
/// range, so that no window reaches over its begin.
///
/// @param numbers how they are written
/// @param before the range
/// @param during the range
///
/// Thread safety: immutable.
record ChangeSentence(Numbers numbers, ReportRange before, ReportRange during) {
    /// Less than this is noise.
    private static final double SAME = 0.05;

    /// From here on "N times as much" says more than a percentage.
    private static final double TIMES = 2;

    String of(PanelReading reading) {
        ReportPanel panel = reading.panel();
        if (reading.before().isEmpty() || reading.during().isEmpty()) {
            boolean both = reading.before().isEmpty() && reading.during().isEmpty();
            String key = both ? "none" : reading.before().isEmpty() ? "noneBefore" : "noneDuring";
            return numbers.texts().own("change." + key);
        }
        String name = panel.legend().isEmpty() ? "" : mostChanged(reading);
        double was = PanelReading.whole(reading.before(), name);
        double is = PanelReading.whole(reading.during(), name);
        Map<String, String> places = new LinkedHashMap<>();
        places.put("series", name);
        places.put("before", text(panel, was, before));
        places.put("during", text(panel, is, during));
        places.put("change", change(panel, was, is));
        String sentence =
                numbers.texts().own(name.isEmpty() ? "change.one" : "change.most", places);
        return sentence + peak(panel, reading.during(), name);
    }

    private static String mostChanged(PanelReading reading) {
        Set<String> names = new TreeSet<>();
        reading.before().forEach(c -> names.add(c.name()));
        reading.during().forEach(c -> names.add(c.name()));
        Comparator<String> byChange =
                Comparator.comparingDouble(
                        name ->
                                Math.abs(
                                        zero(PanelReading.whole(reading.during(), name))
                                                - zero(
                                                        PanelReading.whole(
                                                                reading.before(), name))));
        return names.stream().max(byChange).orElse("");
    }

    /// A series that is not there had nothing to count.
    private static double zero(double value) {
        return Double.isFinite(value) ? value : 0;
    }

    private String text(ReportPanel panel, double value, ReportRange range) {
        if (Double.isNaN(value)) {
            return numbers.texts().own("change.nothing");
        }
        String text = numbers.of(panel, value);
        if (!panel.isVolume()) {
            return text;
        }
        Duration length = range.length();
        return numbers.texts()
                .own("change.within", Map.of("value", text, "length", numbers.duration(length)));
    }

    private String change(ReportPanel panel, double was, double is) {
        ReportTexts texts = numbers.texts();
        if (panel.format() == Format.PERCENT) {
            double points = (zero(is) - zero(was)) * 100;
            String sign = points > 0 ? "+" : points < 0 ? "−" : "±";
            return texts.own("change.points", Map.of("n", sign + Numbers.plain(Math.abs(points))));
        }
        double perSecond = panel.isVolume() ? seconds(before) / seconds(during) : 1;
        double ratio = zero(is) * perSecond / zero(was);
        if (!(zero(was) > 0)) {
            return texts.own(zero(is) > 0 ? "change.new" : "change.same");
        }
        if (Math.abs(ratio - 1) < SAME) {
            return texts.own("change.same");
        }
        String key = ratio >= TIMES ? "change.times" : ratio > 1 ? "change.up" : "change.down";
        String n =
                ratio >= TIMES
                        ? Numbers.plain(ratio)
                        : numbers.percent(Math.round(Math.abs(ratio - 1) * 100) / 100.0);
        return texts.own(key + (panel.isVolume() ? "PerTime" : ""), Map.of("n", n));
    }

    private static double seconds(ReportRange range) {
        return range.length().toMillis() / 1e3;
    }

    private String peak(ReportPanel panel, List<Curve> curves, String name) {
        for (Curve curve : curves) {
            OptionalDouble peak = curve.peak();
            if (curve.name().equals(name) && peak.isPresent() && peak.getAsDouble() > 0) {
                return " "
                        + numbers.texts()
                                .own(
                                        "change.peak",
                                        Map.of(
                                                "value",
                                                numbers.of(panel, peak.getAsDouble()),
                                                "time",
                                                numbers.clock(curve.peakTime())));
            }
        }
        return "";
    }
}
