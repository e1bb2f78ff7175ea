package io.narthex.server.querylog;

import io.narthex.http.QueryObserver;
import io.narthex.model.StorageException;
import io.narthex.rules.RuleQueryListener.RuleQuery;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Logs queries: slow ones as a line of the server's own log, and every one in `query_log_file`.
///
/// Thread safety: safe for concurrent calls.
public final class QueryLogs implements QueryObserver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueryLogs.class);

    /// More of a query says nothing in a line of a log.
    private static final int MAX_QUERY = 1000;

    private final Duration slow;
    private final InstantSource clock;

    /// Guarded by this: the file that is written.
    private @Nullable Path path;

    private @Nullable OutputStream file;

    /// @param slow queries that take as long are logged; zero for none
    public QueryLogs(Duration slow, InstantSource clock) {
        this.slow = slow;
        this.clock = clock;
    }

    /// Goes on with a file. It is opened anew even if it has the same name, so that whoever moves
    /// logs away only has to reload the configuration.
    ///
    /// @param next null for none
    /// @throws StorageException if it can't be opened; all goes on as before then
    public synchronized void apply(@Nullable Path next) {
        OutputStream opened = null;
        if (next != null) {
            try {
                opened =
                        Files.newOutputStream(
                                next, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new StorageException(
                        "query_log_file: can't write " + next + ": " + e.getMessage(), e);
            }
        }
        close();
        path = next;
        file = opened;
    }

    @Override
    public void ended(Ended query) {
        if (!slow.isZero() && query.nanos() >= slow.toNanos()) {
            tellSlow(query);
        }
        write(() -> QueryLine.of(query, clock.instant()));
    }

    /// A rule's query has ended.
    public void ended(RuleQuery query) {
        write(() -> QueryLine.of(query, clock.instant()));
    }

    private static void tellSlow(Ended query) {
        String text = query.request().query();
        String shown = text.length() > MAX_QUERY ? text.substring(0, MAX_QUERY) + "…" : text;
        LOG.warn(
                "slow query: duration={}s query=\"{}\" start={} end={} step={} peakBytes={}"
                        + " client={} headers={} error=\"{}\"",
                String.format("%.3f", query.nanos() / (double) TimeUnit.SECONDS.toNanos(1)),
                onOneLine(shown),
                query.request().start() / 1e3,
                query.request().end() / 1e3,
                query.request().step() / 1e3,
                query.stats() == null ? "unknown" : query.stats().peakBytes(),
                query.origin().client(),
                query.origin().headers(),
                query.failure() == null ? "" : onOneLine(query.failure().getMessage()));
    }

    private static String onOneLine(@Nullable String text) {
        return text == null
                ? ""
                : text.replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r");
    }

    private synchronized void write(Supplier<byte[]> line) {
        OutputStream out = file;
        if (out == null) {
            return;
        }
        try {
            // One write, so that lines of two processes don't mix.
            out.write(line.get());
        } catch (IOException e) {
            LOG.warn("a query can't be logged in {}: {}", path, e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                LOG.warn("closing {} failed: {}", path, e.getMessage());
            }
            file = null;
        }
    }
}
