package io.narthex.server.report;

import io.narthex.server.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a range cost an objective.
///
/// The account of the server is kept in slots that a range may begin and end within, so the events
/// of the range are counted here.
///
/// @param objective such as `99.9`, in percent
/// @param window such as `30d`
/// @param total events of the range
/// @param bad of them; NaN where no bucket's bound tells
/// @param share of today's budget that these are; NaN where nobody knows
/// @param left share of the budget that is left today
///
/// Thread safety: immutable.
record BudgetSpent(
        String name,
        String objective,
        String window,
        double total,
        double bad,
        double share,
        double left) {
    static List<BudgetSpent> of(ReportServer server, ReportRange range)
            throws ReportException, InterruptedException {
        List<BudgetSpent> spent = new ArrayList<>();
        for (Json slo : server.ask("slos", Map.of()).at("slos").items()) {
            double total = count(server, range, total(slo.at("indicator")));
            double bad = bad(server, range, slo.at("indicator"), total);
            spent.add(
                    new BudgetSpent(
                            slo.at("name").text(),
                            slo.at("objective").text(),
                            slo.at("window").text(),
                            total,
                            bad,
                            bad / slo.at("budget").at("events").number(),
                            slo.at("budget").at("left").number()));
        }
        return spent;
    }

    private static String total(Json indicator) {
        String metric = indicator.at("metric").text();
        return metric.isEmpty()
                ? indicator.at("total").text()
                : metric.replaceFirst("\\{", "_count{");
    }

    private static double bad(ReportServer server, ReportRange range, Json indicator, double total)
            throws ReportException, InterruptedException {
        String metric = indicator.at("metric").text();
        if (!metric.isEmpty()) {
            return total - count(server, range, fastEnough(metric, indicator));
        }
        if (!indicator.at("good").isMissing()) {
            return total - zero(count(server, range, indicator.at("good").text()));
        }
        double bad = zero(count(server, range, indicator.at("bad").text()));
        return Double.isNaN(total) ? Double.NaN : bad;
    }

    /// A bound of 1 is written `1` or `1.0`.
    private static String fastEnough(String metric, Json indicator) {
        String bound = indicator.at("threshold").text().replaceFirst("\\.0$", "");
        String le = "le=~\"" + bound.replace(".", "[.]") + "([.]0)?\"";
        return metric.replaceFirst("\\{", "_bucket{" + le + ",").replace(",}", "}");
    }

    /// How many events a range had; NaN where there is no series.
    private static double count(ReportServer server, ReportRange range, String selector)
            throws ReportException, InterruptedException {
        String length = range.length().toMillis() + "ms";
        List<Json> result =
                server.ask(
                                "query",
                                Map.of(
                                        "query",
                                        "sum(increase(" + selector + "[" + length + "]))",
                                        "time",
                                        PanelReading.seconds(range.to())))
                        .at("result")
                        .items();
        return result.isEmpty()
                ? Double.NaN
                : result.getFirst().at("value").items().get(1).number();
    }

    private static double zero(double value) {
        return Double.isFinite(value) ? value : 0;
    }
}
