package io.narthex.server.report;

import static io.narthex.server.report.Svg.escape;

import java.util.List;
import java.util.Map;

/// The page: no script, nothing from elsewhere.
///
/// Thread safety: immutable.
record ReportPage(
        Report report,
        Numbers numbers,
        List<PanelReading> readings,
        List<ReportNote> notes,
        AlertTimeline alerts,
        List<BudgetSpent> budgetBefore,
        List<BudgetSpent> budgetDuring) {
    private static final String STYLE = "/io/narthex/server/report/report.css";

    String html(String url, long now) {
        ReportTexts texts = numbers.texts();
        StringBuilder out = new StringBuilder();
        head(out, texts);
        out.append("<title>").append(escape(texts.own("title"))).append("</title>\n");
        out.append("</head>\n<body>\n");
        out.append("<header><h1>").append(escape(texts.own("title"))).append("</h1>\n<p>");
        out.append(range(numbers, "before", report.before())).append("<br>");
        out.append(range(numbers, "during", report.during())).append("</p>\n<p class=\"quiet\">");
        out.append(
                escape(
                        texts.own(
                                "made",
                                Map.of(
                                        "url",
                                        url,
                                        "time",
                                        numbers.date(now),
                                        "zone",
                                        report.zone().getId()))));
        out.append("</p></header>\n<main>\n");
        PanelChart chart = new PanelChart(numbers, report.before(), report.during(), notes);
        ChangeSentence sentence = new ChangeSentence(numbers, report.before(), report.during());
        for (PanelReading reading : readings) {
            panel(out, reading, chart, sentence);
        }
        alerts(out);
        budgets(out);
        notes(out);
        return out.append("</main>\n</body>\n</html>\n").toString();
    }

    /// The begin of a document, up to what its head holds besides.
    static void head(StringBuilder out, ReportTexts texts) {
        out.append("<!doctype html>\n<html lang=\"").append(texts.language());
        out.append("\">\n<head>\n<meta charset=\"utf-8\">\n");
        out.append("<meta name=\"viewport\" content=\"width=device-width\">\n<style>\n");
        out.append(ReportTexts.resource(STYLE)).append("</style>\n");
    }

    static String range(Numbers numbers, String key, ReportRange range) {
        return "<b>%s</b> %s – %s (%s)"
                .formatted(
                        escape(numbers.texts().own(key)),
                        numbers.date(range.from()),
                        numbers.date(range.to()),
                        escape(numbers.duration(range.length())));
    }

    private void panel(
            StringBuilder out, PanelReading reading, PanelChart chart, ChangeSentence sentence) {
        ReportTexts texts = numbers.texts();
        ReportPanel panel = reading.panel();
        String id = panel.id();
        out.append("<section id=\"panel-").append(id).append("\">\n<h2>");
        out.append(escape(texts.of(panel.words().title()))).append(" <span class=\"quiet\">");
        out.append(escape(texts.of(panel.words().unit())))
                .append("</span></h2>\n<p class=\"change\">");
        out.append(escape(sentence.of(reading))).append("</p>\n");
        out.append(chart.draw(reading)).append('\n');
        if (!panel.legend().isEmpty()) {
            series(out, reading);
        }
        out.append("<dl><dt>").append(escape(texts.page("label.read"))).append("</dt><dd>");
        out.append(escape(texts.of(panel.words().read()))).append("</dd><dt>");
        out.append(escape(texts.page("label.why"))).append("</dt><dd>");
        out.append(escape(texts.of(panel.words().why()))).append("</dd><dt>");
        out.append(escape(texts.page("label.query"))).append("</dt><dd><code>");
        out.append(escape(panel.query())).append("</code></dd></dl>\n</section>\n");
    }

    /// The legend, with the numbers of each series.
    private void series(StringBuilder out, PanelReading reading) {
        ReportTexts texts = numbers.texts();
        List<String> names = PanelChart.names(reading);
        out.append("<table><tr><th></th><th class=\"n\">").append(escape(texts.own("before")));
        out.append("</th><th class=\"n\">").append(escape(texts.own("during")));
        out.append("</th></tr>\n");
        int shown = Math.min(names.size(), PanelChart.MOST_CURVES);
        for (int i = 0; i < shown; i++) {
            out.append("<tr><td><i class=\"k").append(i).append("\"></i>");
            out.append(escape(names.get(i)));
            for (List<Curve> curves : List.of(reading.before(), reading.during())) {
                double value = PanelReading.whole(curves, names.get(i));
                out.append("</td><td class=\"n\">");
                out.append(escape(numbers.bare(reading.panel(), value)));
            }
            out.append("</td></tr>\n");
        }
        out.append("</table>\n");
        if (shown < names.size()) {
            String more = texts.page("others").replace("{n}", "" + (names.size() - shown));
            out.append("<p class=\"quiet\">").append(escape(more)).append("</p>\n");
        }
    }

    private void alerts(StringBuilder out) {
        ReportTexts texts = numbers.texts();
        out.append("<section id=\"alerts\">\n<h2>").append(escape(texts.own("alerts")));
        out.append("</h2>\n");
        if (alerts.alerts().isEmpty()) {
            out.append("<p>").append(escape(texts.own("alerts.none"))).append("</p>\n</section>\n");
            return;
        }
        out.append(alerts.draw(numbers, report.before(), report.during())).append("\n<table>\n");
        for (AlertTimeline.Seen seen : alerts.seen()) {
            AlertTimeline.Change change = seen.change();
            out.append("<tr><td>").append(numbers.clock(change.time())).append("</td><td>");
            out.append(escape(seen.alert())).append("</td><td>");
            out.append(escape(texts.own("state." + change.from()))).append(" → ");
            out.append(escape(texts.own("state." + change.to()))).append("</td></tr>\n");
        }
        out.append("</table>\n</section>\n");
    }

    private void budgets(StringBuilder out) {
        ReportTexts texts = numbers.texts();
        out.append("<section id=\"budget\">\n<h2>").append(escape(texts.own("budget")));
        out.append("</h2>\n");
        if (budgetDuring.isEmpty()) {
            out.append("<p>").append(escape(texts.own("budget.none"))).append("</p>\n");
        }
        for (int i = 0; i < budgetDuring.size(); i++) {
            BudgetSpent during = budgetDuring.get(i);
            out.append("<p><b>").append(escape(during.name())).append("</b> ");
            out.append(escape(sentence(during, budgetBefore))).append("</p>\n");
        }
        out.append("</section>\n");
    }

    private String sentence(BudgetSpent during, List<BudgetSpent> all) {
        double before =
                all.stream()
                        .filter(b -> b.name().equals(during.name()))
                        .mapToDouble(BudgetSpent::share)
                        .findFirst()
                        .orElse(Double.NaN);
        return numbers.texts()
                .own(
                        "budget.sentence",
                        Map.of(
                                "objective", during.objective(),
                                "window", during.window(),
                                "bad", Numbers.plain(during.bad()),
                                "total", Numbers.plain(during.total()),
                                "share", share(during.share()),
                                "before", share(before),
                                "left", share(during.left())));
    }

    private String share(double value) {
        return Double.isFinite(value) ? numbers.percent(value) : "–";
    }

    private void notes(StringBuilder out) {
        ReportTexts texts = numbers.texts();
        out.append("<section id=\"notes\">\n<h2>").append(escape(texts.own("notes")));
        out.append("</h2>\n");
        if (notes.isEmpty()) {
            out.append("<p>").append(escape(texts.own("notes.none"))).append("</p>\n</section>\n");
            return;
        }
        out.append("<ol>\n");
        for (ReportNote note : notes) {
            out.append("<li>").append(numbers.clock(note.time()));
            if (note.end() >= note.time()) {
                out.append('–').append(numbers.clock(note.end()));
            }
            out.append(" <b>").append(escape(note.kind())).append("</b> ");
            out.append(escape(note.text())).append("</li>\n");
        }
        out.append("</ol>\n</section>\n");
    }
}
