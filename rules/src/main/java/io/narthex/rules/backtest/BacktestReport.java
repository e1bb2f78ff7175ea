package io.narthex.rules.backtest;

import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// What alerts would have done.
///
/// @param start of the time asked about, epoch milliseconds, like all times here
/// @param alerts in the order of the files
///
/// Thread safety: immutable.
public record BacktestReport(long start, long end, List<AlertReport> alerts) {
    /// An alert, once for each place of the sweep.
    ///
    /// @param file of the group, as the request has it
    /// @param interval between evaluations
    public record AlertReport(
            String file, String group, String alert, Duration interval, List<Run> runs) {}

    /// An alert with one `for` and one threshold.
    ///
    /// @param hold `for`
    /// @param threshold null where the expression's own number stands
    /// @param query the expression
    /// @param evaluations how many there were
    /// @param failures how many of them failed, which leaves an alert as it was
    /// @param firstFailure why the first one failed; null where none did
    /// @param series by their labels
    public record Run(
            Duration hold,
            @Nullable Double threshold,
            String query,
            long evaluations,
            long failures,
            @Nullable String firstFailure,
            List<Series> series) {
        /// How many episodes there were, those included that never fired.
        public int episodes() {
            return series.stream().mapToInt(s -> s.episodes().size()).sum();
        }

        /// How many of them fired.
        public long fired() {
            return series.stream().mapToLong(Series::fired).sum();
        }

        /// The flaps of all label sets.
        public long flaps() {
            return series.stream().mapToLong(Series::flaps).sum();
        }

        /// The time in firing of all label sets, added up.
        public Duration firing() {
            return series.stream().map(Series::firing).reduce(Duration.ZERO, Duration::plus);
        }
    }

    /// The alert of one label set.
    ///
    /// @param labels the alert's
    /// @param firing how long it fired in all, up to the end asked about
    /// @param episodes oldest first
    public record Series(Labels labels, Duration firing, List<Episode> episodes) {
        /// How many episodes fired.
        public long fired() {
            return episodes.stream().filter(e -> e.firing() != null).count();
        }

        /// How many times it went to firing and back: one is an incident that ended, many are an
        /// alert that flaps.
        public long flaps() {
            return episodes.stream()
                    .filter(e -> e.firing() != null && e.resolved() != null)
                    .count();
        }
    }

    /// From the first evaluation that gave the alert's element to the one that ended it.
    ///
    /// @param begun when it became pending, or fired at once
    /// @param firing when it fired; null if it never did
    /// @param resolved when it was over; null if it was not at the end
    /// @param value of the expression, at the last change
    public record Episode(
            long begun, @Nullable Long firing, @Nullable Long resolved, double value) {}
}
