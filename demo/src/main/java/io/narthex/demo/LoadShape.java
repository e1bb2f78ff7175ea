package io.narthex.demo;

import io.narthex.model.DurationText;

import java.time.Duration;

/// How the load goes up and down over time.
///
/// Thread safety: implementations are immutable.
@FunctionalInterface
public interface LoadShape {
    /// Goes once up and down around the mean in a minute, so that a curve has a shape soon.
    LoadShape SWELL = seconds -> 1 + 0.35 * Math.sin(2 * Math.PI * seconds / 60);

    /// How it is written.
    String SYNTAX = "steady, daily[:day=12m]";

    /// The rate at a time, as a multiple of the mean.
    ///
    /// @param seconds since the start
    double at(double seconds);

    /// A day of a service for people at work, which begins at six in the morning.
    ///
    /// @param day how long it takes here
    static LoadShape daily(Duration day) {
        double length = day.toMillis() / 1e3;
        return seconds -> Day.at((seconds / length * 24 + Day.FIRST_HOUR) % 24);
    }

    /// Reads `steady` or `daily:day=12m`.
    ///
    /// @throws IllegalArgumentException if the text is none, with the remedy
    static LoadShape parse(String text) {
        if (text.equals("steady")) {
            return SWELL;
        }
        if (text.equals("daily")) {
            return daily(Day.LENGTH);
        }
        String prefix = "daily:day=";
        if (!text.startsWith(prefix)) {
            throw new IllegalArgumentException("unknown load \"" + text + "\"; there is " + SYNTAX);
        }
        Duration day = DurationText.parse(text.substring(prefix.length()));
        if (day.compareTo(Day.SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "a day takes at least %s here, such as daily:day=12m"
                            .formatted(DurationText.format(Day.SHORTEST)));
        }
        return daily(day);
    }

    /// The curve of the day.
    final class Day {
        /// The peak of the morning is not far then.
        static final int FIRST_HOUR = 6;

        /// An hour takes half a minute.
        static final Duration LENGTH = Duration.ofMinutes(12);

        /// In less, no scrape would see the peak.
        static final Duration SHORTEST = Duration.ofMinutes(1);

        /// Hours, and the multiple of the mean there; between them the curve is straight.
        private static final double[][] POINTS = {
            {0, 0.2}, {5, 0.1}, {7, 0.4}, {9, 2.8}, {11, 2.8}, {12, 1.3}, {14, 1.5}, {18, 1.1},
            {21, 0.6}, {24, 0.2}
        };

        private Day() {}

        static double at(double hour) {
            int i = 1;
            while (POINTS[i][0] < hour) {
                i++;
            }
            double[] before = POINTS[i - 1];
            double[] after = POINTS[i];
            double part = (hour - before[0]) / (after[0] - before[0]);
            return before[1] + part * (after[1] - before[1]);
        }
    }
}
