package io.narthex.http;

import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// What `/api/v1/rules/backtest` asks: what alerts would have done on stored data.
///
/// Thread safety: implementations are safe for concurrent calls.
public interface BacktestView {
    /// No backtests at all.
    BacktestView NONE =
            _ -> {
                throw new Failure(Failure.Kind.BAD_REQUEST, "this server has no rules to test");
            };

    /// Prepares a backtest.
    ///
    /// @throws Failure if the request can't be used
    Job prepare(Request request);

    /// A backtest that may run.
    ///
    /// Thread safety: [#run] is for one thread, once; [#cancel] is for any.
    interface Job {
        /// Runs it; this may take long.
        ///
        /// @throws Failure for everything that goes wrong
        Report run();

        /// Ends it soon; must not block.
        void cancel();
    }

    /// What is asked.
    ///
    /// @param rules the text of a rule file; null for the rules that are loaded
    /// @param file its name, for messages
    /// @param groups whose alerts are asked about; empty for all
    /// @param alerts that are asked about; empty for all
    /// @param start epoch milliseconds
    /// @param end epoch milliseconds
    /// @param holds in place of each alert's `for`; empty for its own
    /// @param thresholds in place of the number that each alert compares with; empty for its own
    record Request(
            @Nullable String rules,
            String file,
            Set<String> groups,
            Set<String> alerts,
            long start,
            long end,
            List<Duration> holds,
            List<Double> thresholds) {}

    /// Why there is no answer; the message is for whoever asked.
    final class Failure extends RuntimeException {
        @Serial private static final long serialVersionUID = 1;

        /// What kind of trouble it is.
        public enum Kind {
            /// What is asked for makes no sense, rules with errors included.
            BAD_REQUEST,
            /// It is larger than a backtest may be.
            LIMIT,
            /// Other backtests run already.
            BUSY,
            /// Somebody cancelled it.
            CANCELED,
            /// A query took too long.
            TIMEOUT,
            /// The store failed.
            STORAGE
        }

        private final Kind kind;

        /// Creates the exception.
        public Failure(Kind kind, String message) {
            super(message);
            this.kind = kind;
        }

        /// The kind of trouble.
        public Kind kind() {
            return kind;
        }
    }

    /// The answer.
    record Report(Instant start, Instant end, List<Alert> alerts) {}

    /// An alert, with a run for each place of the sweep.
    record Alert(String file, String group, String name, Duration interval, List<Run> runs) {}

    /// An alert with one `for` and one threshold.
    ///
    /// @param threshold null for the expression's own
    /// @param failures evaluations that failed and left everything as it was
    /// @param firstFailure why the first one did; null if none did
    /// @param fired episodes in which it fired, of all series
    /// @param flaps episodes in which it fired and ended, of all series
    /// @param firing time in firing, of all series
    record Run(
            Duration hold,
            @Nullable Double threshold,
            String query,
            long evaluations,
            long failures,
            @Nullable String firstFailure,
            long episodes,
            long fired,
            long flaps,
            Duration firing,
            List<Series> series) {}

    /// The alert of one label set.
    record Series(Labels labels, long flaps, Duration firing, List<Episode> episodes) {}

    /// One time that the alert was there.
    ///
    /// @param firing when it fired; null if it never did
    /// @param resolved when it was over; null if it was not at the end
    record Episode(
            Instant begun, @Nullable Instant firing, @Nullable Instant resolved, double value) {}
}
