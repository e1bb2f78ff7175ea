package io.narthex.server.report;

import java.util.Locale;

/// Writes SVG, and text that HTML takes for nothing else.
///
/// Thread safety: for one thread.
final class Svg {
    private final StringBuilder out = new StringBuilder();

    /// @param label what readers of the page hear who don't see it
    Svg(int width, int height, String label) {
        out.append(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
                        .formatted(width, height, escape(label)));
    }

    void line(String kind, double x1, double y1, double x2, double y2) {
        out.append(
                format(
                        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                        kind, x1, y1, x2, y2));
    }

    void rectangle(String kind, double x, double y, double width, double height, String title) {
        out.append(
                format(
                        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\">"
                                + "<title>%s</title></rect>",
                        kind, x, y, width, height, escape(title)));
    }

    /// @param anchor `start`, `middle` or `end`
    void text(String kind, double x, double y, String anchor, String text) {
        out.append(
                format(
                        "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
                        kind, x, y, anchor, escape(text)));
    }

    /// @param points `x,y x,y …`
    void curve(String kind, String points, String title) {
        out.append(
                "<polyline class=\"%s\" points=\"%s\"><title>%s</title></polyline>"
                        .formatted(kind, points, escape(title)));
    }

    static String point(double x, double y) {
        return format("%.1f,%.1f", x, y);
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    String finish() {
        return out.append("</svg>").toString();
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
