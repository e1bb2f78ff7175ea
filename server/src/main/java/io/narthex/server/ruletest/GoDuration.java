package io.narthex.server.ruletest;

import java.time.Duration;

/// Durations as Go prints them, `1h0m5s`, to the millisecond.
///
/// Thread safety: stateless.
final class GoDuration {
    private GoDuration() {}

    static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        if (millis < 1000) {
            return millis + "ms";
        }
        long hours = duration.toHours();
        String fraction = "." + "%03d".formatted(millis % 1000);
        String seconds = duration.toSecondsPart() + fraction.replaceFirst("\\.?0+$", "") + "s";
        String minutes =
                hours > 0 || duration.toMinutesPart() > 0 ? duration.toMinutesPart() + "m" : "";
        return (hours > 0 ? hours + "h" : "") + minutes + seconds;
    }
}
