package io.narthex.scrape.doctor;

import io.narthex.scrape.ScrapeProblem;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/// Compares the clock of a target with this server's.
///
/// Thread safety: stateless.
final class ClockCheck {
    /// The header has whole seconds, and servers that renew it now and then only.
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private ClockCheck() {}

    /// @param date the header of an answer, or null
    /// @param asked when the request began
    /// @param answered when the answer was complete
    static List<Finding> check(
            @Nullable String date, Instant asked, Instant answered, Exposition exposition) {
        List<Finding> findings = new ArrayList<>();
        Instant there = parse(date);
        if (there != null) {
            if (there.isAfter(answered.plus(TOLERANCE))) {
                findings.add(skew(Duration.between(answered, there), "ahead of"));
            } else if (there.isBefore(asked.minus(TOLERANCE))) {
                findings.add(skew(Duration.between(there, asked), "behind"));
            }
        }
        timestamps(answered, exposition, findings);
        return findings;
    }

    private static Finding skew(Duration by, String where) {
        return Finding.warning(
                ScrapeProblem.CLOCK_SKEW,
                "the clock of the target is %d s %s this server's, by its Date header"
                        .formatted(by.toSeconds(), where));
    }

    private static void timestamps(Instant now, Exposition read, List<Finding> findings) {
        if (read.timestamps() == 0) {
            return;
        }
        long ahead = read.newest() - now.toEpochMilli();
        if (ahead > TOLERANCE.toMillis()) {
            findings.add(
                    Finding.warning(
                            ScrapeProblem.CLOCK_SKEW,
                            "samples have timestamps of their own up to %d s in the future; those"
                                            .formatted(ahead / 1000)
                                    + " more than 600 s ahead are refused"));
        }
        if (2 * read.oldTimestamps() >= read.timestamps()) {
            findings.add(
                    Finding.warning(
                            ScrapeProblem.CLOCK_SKEW,
                            "%d of %d samples with timestamps of their own are older than five minutes, so that queries of now don't see them"
                                    .formatted(read.oldTimestamps(), read.timestamps()),
                            "let the service leave timestamps out, or set honor_timestamps:"
                                    + " false"));
        }
    }

    private static @Nullable Instant parse(@Nullable String date) {
        try {
            return date == null
                    ? null
                    : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } catch (DateTimeParseException _) {
            return null;
        }
    }
}
