package io.narthex.server.report;

import io.narthex.server.json.Json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a panel shows in two ranges.
///
/// @param before curves, highest peak first
/// @param during the same later
///
/// Thread safety: immutable.
record PanelReading(ReportPanel panel, List<Curve> before, List<Curve> during) {
    /// Points of a curve.
    private static final int POINTS = 120;

    /// Samples come no more often where most services are scraped.
    private static final long LEAST_STEP = 1000;

    private static final Comparator<Curve> HIGHEST_FIRST =
            Comparator.comparingDouble((Curve c) -> -c.peak().orElse(Double.NEGATIVE_INFINITY));

    static PanelReading of(
            ReportServer server, ReportPanel panel, ReportRange before, ReportRange during)
            throws ReportException, InterruptedException {
        return new PanelReading(panel, read(server, panel, before), read(server, panel, during));
    }

    static long step(ReportRange range) {
        return Math.max(LEAST_STEP, range.length().toMillis() / POINTS);
    }

    private static List<Curve> read(ReportServer server, ReportPanel panel, ReportRange range)
            throws ReportException, InterruptedException {
        Map<String, Double> whole = new HashMap<>();
        if (!panel.window().isEmpty()) {
            Json instant =
                    server.ask(
                            "query",
                            Map.of("query", panel.over(range), "time", seconds(range.to())));
            for (Json series : instant.at("result").items()) {
                whole.put(
                        panel.name(series.at("metric").members()),
                        series.at("value").items().get(1).number());
            }
        }
        Json answer =
                server.ask(
                        "query_range",
                        Map.of(
                                "query",
                                panel.query(),
                                "start",
                                seconds(range.from()),
                                "end",
                                seconds(range.to()),
                                "step",
                                seconds(step(range))));
        List<Curve> curves = new ArrayList<>();
        for (Json series : answer.at("result").items()) {
            curves.add(curve(panel, series, whole));
        }
        curves.sort(HIGHEST_FIRST);
        return curves;
    }

    private static Curve curve(ReportPanel panel, Json series, Map<String, Double> whole) {
        List<Json> points = series.at("values").items();
        long[] times = new long[points.size()];
        double[] values = new double[points.size()];
        for (int i = 0; i < times.length; i++) {
            List<Json> point = points.get(i).items();
            times[i] = Math.round(point.get(0).number() * 1000);
            values[i] = point.get(1).number();
        }
        String name = panel.name(series.at("metric").members());
        Curve curve = new Curve(name, times, values, Double.NaN);
        double over =
                panel.window().isEmpty() ? curve.mean() : whole.getOrDefault(name, Double.NaN);
        return new Curve(name, times, values, over);
    }

    static String seconds(long millis) {
        return BigDecimal.valueOf(millis, 3).toPlainString();
    }

    /// The value of a series over all of a range; NaN where there is none.
    static double whole(List<Curve> curves, String name) {
        return curves.stream()
                .filter(c -> c.name().equals(name))
                .mapToDouble(Curve::whole)
                .findFirst()
                .orElse(Double.NaN);
    }
}
