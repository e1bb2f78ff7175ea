package io.narthex.server;

import io.narthex.http.StoreAdmin;
import io.narthex.model.LabelMatcher;
import io.narthex.tsdb.Tsdb;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Lets the API change the store, and says so in the log.
///
/// @param data the store's directory; null where it is in memory only
///
/// Thread safety: safe for concurrent calls.
record StoreAdministration(Tsdb store, @Nullable Path data, InstantSource clock)
        implements StoreAdmin {
    private static final Logger LOG = LoggerFactory.getLogger(StoreAdministration.class);

    /// Below the data directory, as in Prometheus.
    private static final String SNAPSHOTS = "snapshots";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssX").withZone(ZoneOffset.UTC);

    @Override
    public void deleteSeries(long mint, long maxt, List<LabelMatcher> matchers) {
        store.deleteSeries(mint, maxt, matchers);
        LOG.info("deleted {} from {} to {}", matchers, mint, maxt);
    }

    @Override
    public void cleanTombstones() {
        store.cleanTombstones();
        LOG.info("deleted samples are cleaned away");
    }

    @Override
    public String snapshot(boolean withHead) {
        if (data == null) {
            throw new IllegalStateException(
                    "samples live in memory only; --storage.tsdb.path gives them a directory");
        }
        long random = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
        String name = TIME.format(clock.instant()) + "-" + HexFormat.of().toHexDigits(random);
        Path to = data.resolve(SNAPSHOTS).resolve(name);
        store.snapshot(to, withHead);
        LOG.info("snapshot in {}", to);
        return name;
    }
}
