package io.narthex.server.report;

import static io.narthex.server.report.Svg.escape;

import java.util.List;
import java.util.stream.Stream;

/// Panels one by one, for those who want a picture of each: before and during, over the scale of
/// both.
///
/// Thread safety: immutable.
record PanelFigures(PanelChart chart, List<PanelReading> readings) {
    private static final List<String> SPANS = List.of("before", "during");

    List<String> ids() {
        return readings.stream()
                .flatMap(reading -> SPANS.stream().map(span -> id(reading.panel(), span)))
                .toList();
    }

    private static String id(ReportPanel panel, String span) {
        return panel.id() + "-" + span;
    }

    String html() {
        StringBuilder out = new StringBuilder();
        ReportPage.head(out, chart.numbers().texts());
        out.append("</head>\n<body>\n");
        for (PanelReading reading : readings) {
            for (String span : SPANS) {
                figure(out, reading, span);
            }
        }
        return out.append("</body>\n</html>\n").toString();
    }

    private void figure(StringBuilder out, PanelReading reading, String span) {
        Numbers numbers = chart.numbers();
        ReportTexts texts = numbers.texts();
        ReportPanel panel = reading.panel();
        boolean later = span.equals("during");
        ReportRange range = later ? chart.during() : chart.before();
        out.append("<section class=\"figure\" id=\"").append(id(panel, span)).append("\">\n<h2>");
        out.append(escape(texts.of(panel.words().title()))).append(" <span class=\"quiet\">");
        out.append(escape(texts.of(panel.words().unit()))).append("</span></h2>\n<p>");
        out.append(ReportPage.range(numbers, span, range)).append("</p>\n");
        out.append(chart.draw(reading, later)).append("\n<p class=\"quiet\">");
        List<String> names = PanelChart.names(reading);
        List<Curve> curves = later ? reading.during() : reading.before();
        for (int i = 0; i < Math.min(names.size(), PanelChart.MOST_CURVES); i++) {
            out.append("<i class=\"k").append(i).append("\"></i>").append(escape(names.get(i)));
            double value = PanelReading.whole(curves, names.get(i));
            out.append(' ').append(escape(numbers.bare(panel, value))).append(" &emsp; ");
        }
        marks(range).forEach(mark -> out.append("<br>").append(mark));
        out.append("</p>\n</section>\n");
    }

    /// What was noted, by the numbers of the marks.
    private Stream<String> marks(ReportRange range) {
        List<ReportNote> notes = chart.marks();
        return Stream.iterate(0, i -> i < notes.size(), i -> i + 1)
                .filter(i -> range.holds(notes.get(i).time()))
                .map(
                        i ->
                                "%d: %s %s"
                                        .formatted(
                                                i + 1,
                                                chart.numbers().clock(notes.get(i).time()),
                                                escape(notes.get(i).text())));
    }
}
