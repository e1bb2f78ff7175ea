package io.narthex.server;

import io.narthex.http.SloView;
import io.narthex.model.LabelMatcher;
import io.narthex.rules.slo.BudgetPoint;
import io.narthex.rules.slo.Indicator;
import io.narthex.rules.slo.SloAccount;
import io.narthex.rules.slo.SloBook;
import io.narthex.rules.slo.SloStatus;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Shows the accounts of a book.
///
/// Thread safety: safe for concurrent calls.
final class BookedSlos implements SloView {
    /// As many points as a range query may have steps.
    private static final int MOST_POINTS = 11_000;

    /// The window of the pace at which the budget's end is foretold.
    private static final long PACE = Duration.ofHours(1).toMillis();

    private final SloBook book;

    BookedSlos(SloBook book) {
        this.book = book;
    }

    @Override
    public List<Objective> objectives(long now) {
        return book.accounts().stream().map(account -> shown(account.status(now))).toList();
    }

    @Override
    public @Nullable Objective objective(String name, long now) {
        SloAccount account = book.account(name);
        return account == null ? null : shown(account.status(now));
    }

    @Override
    public @Nullable List<Budget> budget(String name, long start, long end) {
        SloAccount account = book.account(name);
        return account == null
                ? null
                : account.budget(start, end, MOST_POINTS).stream().map(BookedSlos::shown).toList();
    }

    private static Budget shown(BudgetPoint point) {
        return new Budget(point.time(), point.total(), point.bad(), point.left());
    }

    private static Objective shown(SloStatus status) {
        Double attained = status.attained();
        Double atMost = status.attainedAtMost();
        return new Objective(
                status.slo().name(),
                status.slo().objective().toPlainString(),
                status.slo().window(),
                status.slo().labels(),
                indicator(status.slo().indicator()),
                status.time(),
                status.dataFrom(),
                status.coverage(),
                status.events().total(),
                new Between(status.events().badAtLeast(), status.events().badAtMost()),
                attained == null || atMost == null ? null : new Between(attained, atMost),
                status.bounds() == null
                        ? null
                        : new Between(status.bounds().lower(), status.bounds().higher()),
                status.slo().allowedOutage(),
                status.budgetTotal(),
                status.spent(),
                exhaustedAt(status),
                status.burnRates().stream().map(BookedSlos::shown).toList(),
                status.sentence());
    }

    private static @Nullable Long exhaustedAt(SloStatus status) {
        return status.burnRates().stream()
                .filter(rate -> rate.window() == PACE)
                .findFirst()
                .map(status::exhaustedAt)
                .orElse(null);
    }

    private static BurnRate shown(SloStatus.BurnRate rate) {
        return new BurnRate(
                Duration.ofMillis(rate.window()),
                rate.rate(),
                rate.events().total(),
                rate.events().badAtMost());
    }

    private static Map<String, String> indicator(Indicator indicator) {
        Map<String, String> parts = new LinkedHashMap<>();
        switch (indicator) {
            case Indicator.Counted counted -> {
                parts.put("total", counted.total().text());
                parts.put(counted.countsBad() ? "bad" : "good", counted.counted().text());
            }
            case Indicator.Latency latency -> {
                String matchers =
                        latency.matchers().stream()
                                .map(LabelMatcher::toString)
                                .collect(Collectors.joining(","));
                parts.put("metric", latency.metric() + "{" + matchers + "}");
                parts.put("threshold", Double.toString(latency.threshold()));
            }
        }
        return parts;
    }
}
