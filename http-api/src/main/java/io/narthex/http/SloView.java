package io.narthex.http;

import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What `/api/v1/slos` shows: service level objectives and their error budgets.
///
/// Thread safety: implementations are safe for concurrent calls.
public interface SloView {
    /// No objective at all.
    SloView NONE =
            new SloView() {
                @Override
                public List<Objective> objectives(long now) {
                    return List.of();
                }

                @Override
                public @Nullable Objective objective(String name, long now) {
                    return null;
                }

                @Override
                public @Nullable List<Budget> budget(String name, long start, long end) {
                    return null;
                }
            };

    /// All objectives, as they stand.
    ///
    /// @param now epoch milliseconds
    List<Objective> objectives(long now);

    /// One objective; null where there is none of that name.
    @Nullable Objective objective(String name, long now);

    /// How the budget stood at moments of a span, oldest first; null where there is no objective of
    /// that name.
    @Nullable List<Budget> budget(String name, long start, long end);

    /// An objective as it stands.
    ///
    /// @param objective good events in percent, as the configuration has it
    /// @param indicator what is counted: words and selectors by name
    /// @param dataFrom the first sample counted, epoch milliseconds; null before there is one
    /// @param coverage share of the window that has samples
    /// @param total events within the window
    /// @param bad how many of them were bad
    /// @param attained share of good events
    /// @param bounds bucket bounds next to a latency's threshold, which may be infinite; null where
    ///     there are none
    /// @param allowedOutage full outage that the objective allows within its window
    /// @param budget events that may be bad
    /// @param spent share of the budget that is spent
    /// @param exhaustedAt when the budget is used up at the pace of the last hour, epoch
    ///     milliseconds; null if it never is
    /// @param sentence all that in one line
    record Objective(
            String name,
            String objective,
            Duration window,
            Labels labels,
            Map<String, String> indicator,
            long time,
            @Nullable Long dataFrom,
            double coverage,
            double total,
            Between bad,
            @Nullable Between attained,
            @Nullable Between bounds,
            Duration allowedOutage,
            double budget,
            double spent,
            @Nullable Long exhaustedAt,
            List<BurnRate> burnRates,
            String sentence) {}

    /// What is known of a number: both ends are the same where it is known exactly.
    record Between(double atLeast, double atMost) {}

    /// How fast the budget is spent.
    ///
    /// @param rate 1 spends all of it within the objective's window; null without events
    record BurnRate(Duration window, @Nullable Double rate, double total, double bad) {}

    /// The budget at a moment.
    ///
    /// @param left share that was left, below 0 if overspent
    record Budget(long time, double total, double bad, double left) {}
}
