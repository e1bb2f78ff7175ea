package io.narthex.rules.slo;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// How an objective stands at a moment.
///
/// @param slo the objective
/// @param time the moment, epoch milliseconds
/// @param events within the window
/// @param dataFrom the first sample counted; null before there is one
/// @param coverage share of the window that has samples, 0 to 1
/// @param bounds for a latency, the bucket bounds next to its threshold; null where unknown
/// @param burnRates over several windows, from short to long
///
/// Thread safety: immutable.
public record SloStatus(
        Slo slo,
        long time,
        Events events,
        @Nullable Long dataFrom,
        double coverage,
        @Nullable Bounds bounds,
        List<BurnRate> burnRates) {
    /// Copies the list.
    public SloStatus {
        burnRates = List.copyOf(burnRates);
    }

    /// How fast the budget is being spent: 1 spends exactly all of it within the objective's
    /// window.
    ///
    /// @param window milliseconds
    /// @param rate null where there were no events
    public record BurnRate(long window, @Nullable Double rate, Events events) {}

    /// The budget of these events: how many may be bad.
    public double budgetTotal() {
        return slo.budget() * events.total();
    }

    /// The share of the budget that is spent, more than 1 if overspent; 0 without events. Where the
    /// number of bad events is not known exactly, the most that it may be.
    public double spent() {
        return events.badAtMost() == 0 ? 0 : events.badAtMost() / budgetTotal();
    }

    /// The share of good events; null without events. As with [#spent], the least that it may be.
    public @Nullable Double attained() {
        return events.total() == 0 ? null : 1 - events.badAtMost() / events.total();
    }

    /// The most that the share of good events may be; null without events.
    public @Nullable Double attainedAtMost() {
        return events.total() == 0 ? null : 1 - events.badAtLeast() / events.total();
    }

    /// When the budget is used up if events go on as within a burn rate's window, epoch
    /// milliseconds; null if it never is. Now, if it is used up already.
    public @Nullable Long exhaustedAt(BurnRate pace) {
        double left = budgetTotal() - events.badAtMost();
        if (left <= 0 && events.badAtMost() > 0) {
            return time;
        }
        double perMilli =
                (pace.events.badAtMost() - slo.budget() * pace.events.total()) / pace.window;
        return perMilli <= 0 ? null : time + (long) Math.ceil(left / perMilli);
    }

    /// One line for a README, such as "99.9% over 30 days allows 43 min 12 s of downtime; 12% of it
    /// is spent".
    public String sentence() {
        return Sentence.of(this);
    }
}
