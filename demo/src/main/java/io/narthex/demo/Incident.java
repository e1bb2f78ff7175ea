package io.narthex.demo;

import io.narthex.model.DurationText;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Something that goes wrong on purpose.
///
/// @param start after the plan's start, or after now where it is added to one that runs
/// @param length how long it lasts
/// @param share of the requests that it strikes, above 0 and at most 1
/// @param delay by which it slows their answers
/// @param factor by which it multiplies the load
///
/// Thread safety: immutable.
public record Incident(
        Kind kind, Duration start, Duration length, double share, Duration delay, double factor) {
    /// What goes wrong.
    public enum Kind {
        /// A share of the requests is answered 500.
        ERRORS("rate=10%"),
        /// A share of the answers comes later.
        LATENCY("rate=30%", "by=1s"),
        /// There are more requests.
        LOAD("factor=10"),
        /// Nothing listens at the application's port.
        DOWN(),
        /// A deployment lets a share of the GET requests fail with 500, until it is rolled back.
        DEPLOY("rate=10%");

        private final List<String> parts;

        Kind(String... parts) {
            this.parts = List.of(parts);
        }

        /// The word for it on the command line.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// What it has beside start and length, each with what is meant where nothing is said.
        List<String> parts() {
            return parts;
        }

        /// How it is written, with what is meant where nothing is said.
        public String syntax() {
            String more = parts.stream().map(p -> "," + p).collect(Collectors.joining());
            return word() + "[:start=60s,length=5m" + more + "]";
        }
    }

    /// Whoever waits longer gives up: a longer delay would be an error and no latency.
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(9);

    /// More would measure the generator, not the application.
    private static final double GREATEST_FACTOR = 50;

    /// Checks the numbers.
    public Incident {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("the rate must be above 0% and at most 100%");
        }
        if (!length.isPositive()) {
            throw new IllegalArgumentException("the length must be above 0s, such as 5m");
        }
        if (!delay.isPositive() || delay.compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException(
                    "answers can come later by more than 0s and at most 9s, such as by=1s");
        }
        if (!(factor > 1 && factor <= GREATEST_FACTOR)) {
            throw new IllegalArgumentException(
                    "the factor must be above 1 and at most 50, such as factor=10");
        }
    }

    /// Reads an incident such as `errors:start=60s,length=5m,rate=10%`; what is not given is as
    /// [Kind#syntax] says.
    ///
    /// @throws IllegalArgumentException if the text is none, with the place and the remedy
    public static Incident parse(String text) {
        return IncidentText.parse(text);
    }

    /// How all kinds are written.
    public static String syntax() {
        return Arrays.stream(Kind.values()).map(Kind::syntax).collect(Collectors.joining(", "));
    }

    /// What happens when, in a sentence.
    public String describe() {
        return "%s after the start, for %s: %s."
                .formatted(DurationText.format(start), DurationText.format(length), effect());
    }

    /// What happens, in a few words.
    public String effect() {
        return switch (kind) {
            case ERRORS -> percent() + " of the requests fail with 500";
            case LATENCY ->
                    percent() + " of the answers come " + DurationText.format(delay) + " later";
            case LOAD -> "people ask %s times as often".formatted(plain(factor));
            case DOWN -> "nothing listens at the application's port";
            case DEPLOY -> "a new version lets " + percent() + " of the GET requests fail with 500";
        };
    }

    private String percent() {
        return plain(share * 100) + " %";
    }

    private static String plain(double number) {
        double rounded = Math.round(number * 100) / 100.0;
        return rounded == Math.rint(rounded)
                ? Long.toString((long) rounded)
                : Double.toString(rounded);
    }
}
