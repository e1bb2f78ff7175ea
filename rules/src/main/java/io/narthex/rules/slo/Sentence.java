package io.narthex.rules.slo;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// An objective and its budget in one sentence.
final class Sentence {
    private Sentence() {}

    static String of(SloStatus status) {
        Slo slo = status.slo();
        String objective = slo.objective().stripTrailingZeros().toPlainString() + "%";
        String window = length(slo.window());
        String spent =
                status.events().total() == 0
                        ? "there were no events, so all of it is left"
                        : percent(status.spent()) + " of it is spent";
        return switch (slo.indicator()) {
            case Indicator.Counted _ ->
                    "%s over %s allows %s of downtime; %s"
                            .formatted(objective, window, length(slo.allowedOutage()), spent);
            case Indicator.Latency latency ->
                    "%s within %s s over %s allows %s of the requests to be slower; %s"
                            .formatted(
                                    objective,
                                    plain(latency.threshold()),
                                    window,
                                    percent(slo.budget()),
                                    spent);
        };
    }

    private static String percent(double share) {
        return plain(share * 100) + "%";
    }

    /// Three significant digits.
    private static String plain(double value) {
        BigDecimal rounded =
                new BigDecimal(value).round(new MathContext(3, RoundingMode.HALF_EVEN));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /// Such as "30 days" or "43 min 12 s": two units at most.
    private static String length(Duration duration) {
        List<String> parts = new ArrayList<>();
        add(parts, duration.toDays(), duration.toDays() == 1 ? "day" : "days");
        add(parts, duration.toHoursPart(), "h");
        add(parts, duration.toMinutesPart(), "min");
        add(parts, duration.toSecondsPart(), "s");
        add(parts, duration.toMillisPart(), "ms");
        return String.join(" ", parts.subList(0, Math.min(2, parts.size())));
    }

    private static void add(List<String> parts, long number, String unit) {
        if (number != 0) {
            parts.add(number + " " + unit);
        }
    }
}
