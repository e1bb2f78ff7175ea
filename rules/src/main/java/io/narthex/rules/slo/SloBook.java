package io.narthex.rules.slo;

import io.narthex.model.Queryable;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The accounts of all objectives, which a thread of its own settles once a minute.
///
/// Thread safety: safe for concurrent calls.
public final class SloBook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SloBook.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Queryable store;
    private final @Nullable LedgerPlace place;
    private final InstantSource clock;
    private final Thread settling;

    /// Replaced as a whole; only `apply` and `close` write, under the lock of this.
    private volatile Map<String, SloAccount> accounts = Map.of();

    private volatile Runnable settled = () -> {};

    /// Without objectives at first.
    ///
    /// @param place where ledgers are kept; null to keep them in memory
    public SloBook(Queryable store, @Nullable LedgerPlace place, InstantSource clock) {
        this.store = store;
        this.place = place;
        this.clock = clock;
        this.settling = Thread.ofVirtual().name("slo-accounts").start(this::settleForEver);
    }

    /// Opens and closes accounts so that there is one for each objective; what did not change goes
    /// on.
    ///
    /// @throws java.io.UncheckedIOException if a ledger can't be used; then nothing changes
    public synchronized void apply(List<Slo> slos) {
        Map<String, SloAccount> before = accounts;
        Map<String, SloAccount> next = new LinkedHashMap<>();
        try {
            for (Slo slo : slos) {
                SloAccount known = before.get(slo.name());
                boolean unchanged = known != null && known.slo().equals(slo);
                next.put(slo.name(), unchanged ? known : SloAccount.open(slo, store, place));
            }
        } catch (RuntimeException e) {
            next.values().stream().filter(a -> !before.containsValue(a)).forEach(SloAccount::close);
            throw e;
        }
        accounts = next;
        before.values().stream().filter(a -> !next.containsValue(a)).forEach(SloAccount::close);
    }

    /// The accounts in the order of the configuration.
    public List<SloAccount> accounts() {
        return List.copyOf(accounts.values());
    }

    /// Lets somebody know each time that the accounts were settled, which is every minute. It is
    /// called on the book's own thread.
    public void onSettled(Runnable action) {
        settled = action;
    }

    /// An account, or null where there is none of that name.
    public @Nullable SloAccount account(String name) {
        return accounts.get(name);
    }

    private void settleForEver() {
        try {
            while (true) {
                Thread.sleep(PAUSE);
                accounts().forEach(this::settle);
                tellSettled();
            }
        } catch (InterruptedException _) {
            LOG.debug("accounts are settled no longer");
        }
    }

    private void tellSettled() {
        try {
            settled.run();
        } catch (RuntimeException e) {
            LOG.warn("what follows the accounts failed", e);
        }
    }

    private void settle(SloAccount account) {
        try {
            account.settle(clock.millis());
        } catch (RuntimeException e) {
            LOG.warn("the SLO \"{}\" could not be settled", account.slo().name(), e);
        }
    }

    @Override
    public void close() {
        settling.interrupt();
        try {
            settling.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        apply(List.of());
    }
}
