package io.narthex.rules.slo;

import io.narthex.model.Queryable;
import io.narthex.rules.slo.EventLedger.Entry;
import io.narthex.rules.slo.SloStatus.BurnRate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Keeps the account of one objective: what happened in its window, in slots that are settled some
/// minutes after they are over, and the newest part counted from samples whenever somebody asks.
///
/// Samples that come later than that settle nothing: they are missing in the account.
///
/// Thread safety: safe for concurrent calls; one lock guards ledger and file.
public final class SloAccount implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SloAccount.class);

    /// A window has so many slots at most.
    private static final int SLOTS = 8_640;

    /// Slots are kept for so many windows, so that the budget of each moment of the newest can be
    /// told.
    private static final int WINDOWS_KEPT = 2;

    private static final long SHORTEST_SLOT = Duration.ofMinutes(1).toMillis();

    /// Scrapes that began within a slot have ended this long after it.
    private static final long SETTLED_AFTER = Duration.ofMinutes(2).toMillis();

    /// So many slots are counted at once, where many are to be made up for.
    private static final int AT_ONCE = 288;

    /// Up to this length, a burn rate is counted from samples, not from slots.
    private static final long COUNTED_EXACTLY = Duration.ofHours(1).toMillis();

    /// The windows of burn rates.
    private static final List<Duration> PACES =
            List.of(
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1),
                    Duration.ofHours(2),
                    Duration.ofHours(6),
                    Duration.ofDays(1),
                    Duration.ofDays(3));

    private final Slo slo;
    private final EventCounter counter;
    private final Object lock = new Object();

    /// Guarded by the lock.
    private final EventLedger ledger;

    /// Guarded by the lock; null where the account lives in memory only.
    private final @Nullable LedgerFile file;

    /// Opens an account.
    ///
    /// @param place where ledgers are kept; null to keep this one in memory
    /// @throws UncheckedIOException if the ledger can't be read or written
    public static SloAccount open(Slo slo, Queryable store, @Nullable LedgerPlace place) {
        long width = slotWidth(slo.window());
        EventLedger ledger =
                new EventLedger(
                        width,
                        (int) Math.ceilDiv(WINDOWS_KEPT * slo.window().toMillis(), width) + 1);
        LedgerFile file = place == null ? null : place.open(slo, width, ledger::enter);
        return new SloAccount(slo, new EventCounter(store, slo.indicator()), ledger, file);
    }

    private SloAccount(
            Slo slo, EventCounter counter, EventLedger ledger, @Nullable LedgerFile file) {
        this.slo = slo;
        this.counter = counter;
        this.ledger = ledger;
        this.file = file;
    }

    private static long slotWidth(Duration window) {
        long width = Math.ceilDiv(window.toMillis(), SLOTS);
        return Math.max(SHORTEST_SLOT, Math.ceilDiv(width, SHORTEST_SLOT) * SHORTEST_SLOT);
    }

    /// The objective.
    public Slo slo() {
        return slo;
    }

    /// Settles the slots that are over. Nothing happens where a clock went backwards.
    ///
    /// @param now epoch milliseconds
    public void settle(long now) {
        synchronized (lock) {
            long width = ledger.width();
            long until = Math.floorDiv(now - SETTLED_AFTER, width) * width;
            long oldest = Math.floorDiv(now - slo.window().toMillis(), width) * width;
            long from = Math.max(oldest, ledger.end());
            while (from < until) {
                int slots = (int) Math.min(AT_ONCE, (until - from) / width);
                enter(new SlotGrid(from, width, slots));
                from += slots * width;
            }
        }
    }

    private void enter(SlotGrid grid) {
        List<Events> counted = counter.count(grid);
        List<Entry> entries = new ArrayList<>(counted.size());
        for (int k = 0; k < counted.size(); k++) {
            entries.add(new Entry(grid.end(k), counted.get(k)));
        }
        entries.forEach(ledger::enter);
        if (file != null) {
            keep(file, entries);
        }
    }

    /// A disk that is full costs a recount at the next start, not the account.
    private void keep(LedgerFile kept, List<Entry> entries) {
        try {
            if (kept.records() > 2L * ledger.slots()) {
                kept.rewrite(ledger.entries(Long.MIN_VALUE / 2, ledger.end()));
            } else {
                kept.append(entries);
            }
        } catch (UncheckedIOException e) {
            LOG.warn("{}; its slots are counted again after a restart", e.getMessage());
        }
    }

    /// How the objective stands.
    ///
    /// @param now epoch milliseconds
    public SloStatus status(long now) {
        settle(now);
        synchronized (lock) {
            long from = now - slo.window().toMillis();
            Events open = counter.count(Math.max(from, ledger.end()), now);
            List<Entry> entries = ledger.entries(from, now);
            Events events = open;
            int covered = 0;
            for (Entry entry : entries) {
                events = events.plus(entry.events());
                covered += entry.events().seen() ? 1 : 0;
            }
            double openSlots = open.seen() ? (now - Math.max(open.first(), ledger.end())) : 0;
            double coverage =
                    (covered * (double) ledger.width() + openSlots) / slo.window().toMillis();
            return new SloStatus(
                    slo,
                    now,
                    events,
                    events.seen() ? events.first() : null,
                    Math.clamp(coverage, 0, 1),
                    counter.bounds(now - COUNTED_EXACTLY, now),
                    burnRates(now, open));
        }
    }

    private List<BurnRate> burnRates(long now, Events open) {
        List<BurnRate> rates = new ArrayList<>();
        for (Duration pace : PACES) {
            long length = pace.toMillis();
            if (length < slo.window().toMillis()) {
                Events events =
                        length <= COUNTED_EXACTLY
                                ? counter.count(now - length, now)
                                : ledger.sum(now - length, now).plus(open);
                rates.add(new BurnRate(length, rate(events), events));
            }
        }
        return rates;
    }

    private @Nullable Double rate(Events events) {
        return events.total() == 0 ? null : events.badAtMost() / events.total() / slo.budget();
    }

    /// How the budget stood at the ends of settled slots within a span, oldest first, as far back
    /// as the length of a window.
    ///
    /// @param most how many points at most; where there are more slots, some are left out
    public List<BudgetPoint> budget(long start, long end, int most) {
        synchronized (lock) {
            List<Entry> shown = ledger.entries(start - 1, end);
            long before = start - slo.window().toMillis() - ledger.width();
            BudgetHistory history = new BudgetHistory(slo, ledger.entries(before, end));
            int every = Math.max(1, Math.ceilDiv(shown.size(), most));
            List<BudgetPoint> points = new ArrayList<>();
            for (int k = shown.size() - 1; k >= 0; k -= every) {
                points.add(history.at(shown.get(k).end()));
            }
            return points.reversed();
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (file != null) {
                file.close();
            }
        }
    }
}
