package io.narthex.server.report;

import io.narthex.server.dashboards.Dashboard.Format;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Numbers and times as people read them: at most three significant digits, thousands grouped.
///
/// @param texts in whose language
/// @param zone of times
///
/// Thread safety: immutable.
record Numbers(ReportTexts texts, ZoneId zone) {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB"};

    /// A number in a panel's format, with its unit.
    String of(ReportPanel panel, double value) {
        String number = bare(panel, value);
        if (panel.format() != Format.NUMBER || !Double.isFinite(value)) {
            return number;
        }
        // "requests/sec (ops)": what stands in brackets is for who configures a panel.
        return number + " " + texts.of(panel.words().unit()).replaceAll(" *\\(.*", "");
    }

    /// The same without what the panel's title says anyway.
    String bare(ReportPanel panel, double value) {
        return switch (panel.format()) {
            case SECONDS -> seconds(value);
            case PERCENT -> percent(value);
            case BYTES -> bytes(value);
            case NUMBER -> plain(value);
        };
    }

    private static String bytes(double value) {
        double left = value;
        int unit = 0;
        while (Math.abs(left) >= 1024 && unit < BYTES.length - 1) {
            left /= 1024;
            unit++;
        }
        return plain(left) + " " + BYTES[unit];
    }

    private String seconds(double value) {
        boolean small = Math.abs(value) < 1;
        return texts.page(small ? "duration.ms" : "duration.s")
                .replace("{n}", plain(small ? value * 1000 : value));
    }

    String percent(double share) {
        return plain(share * 100) + "%";
    }

    static String plain(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "–" : value > 0 ? "+∞" : "−∞";
        }
        if (Math.abs(value) >= 100) {
            return String.format(Locale.ROOT, "%,d", Math.round(value));
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    String clock(long time) {
        return CLOCK.format(Instant.ofEpochMilli(time).atZone(zone));
    }

    String date(long time) {
        return DATE.format(Instant.ofEpochMilli(time).atZone(zone));
    }

    String duration(Duration duration) {
        long seconds = Math.round(duration.toMillis() / 1000.0);
        StringBuilder out = new StringBuilder();
        part(out, "duration.h", seconds / 3600);
        part(out, "duration.m", seconds / 60 % 60);
        if (seconds % 60 != 0 || out.isEmpty()) {
            part(out, "duration.s", seconds % 60);
        }
        return out.isEmpty() ? texts.page("duration.s").replace("{n}", "0") : out.toString();
    }

    private void part(StringBuilder out, String key, long count) {
        if (count > 0) {
            out.append(out.isEmpty() ? "" : " ");
            out.append(texts.page(key).replace("{n}", Long.toString(count)));
        }
    }
}
