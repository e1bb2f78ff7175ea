package io.narthex.http.api;

import io.narthex.http.QueryObserver;
import io.narthex.http.net.Exchange;
import io.narthex.promql.Query;
import io.narthex.promql.QueryRequest;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/// The queries that run, wait, or whose results are being sent.
///
/// Thread safety: safe for concurrent calls.
final class ActiveQueries {
    /// What Grafana sends with its queries.
    private static final List<String> ORIGIN_HEADERS =
            List.of(
                    "X-Dashboard-Uid",
                    "X-Dashboard-Title",
                    "X-Panel-Id",
                    "X-Panel-Title",
                    "X-Panel-Plugin-Id",
                    "X-Grafana-Org-Id",
                    "X-Grafana-From-Expr",
                    "X-Grafana-User",
                    "X-Rule-Uid",
                    "X-Rule-Name");

    private static final int MAX_HEADER = 200;

    private final InstantSource clock;
    private final AtomicLong lastId = new AtomicLong();
    private final ConcurrentSkipListMap<Long, ActiveQuery> byId = new ConcurrentSkipListMap<>();

    /// @param clock tells when queries came
    ActiveQueries(InstantSource clock) {
        this.clock = clock;
    }

    /// Adds a query.
    ActiveQuery started(Query query, QueryRequest request, Exchange exchange) {
        ActiveQuery started =
                new ActiveQuery(
                        lastId.incrementAndGet(),
                        query,
                        request,
                        origin(exchange),
                        clock.millis(),
                        new QueryEnd(query, exchange));
        byId.put(started.id(), started);
        return started;
    }

    /// Removes a query whose response was sent, and gives its memory back.
    void ended(ActiveQuery query) {
        byId.remove(query.id());
        query.query().close();
    }

    /// The query with that number, or null.
    @Nullable ActiveQuery byId(long id) {
        return byId.get(id);
    }

    /// All of them, oldest first.
    List<ActiveQuery> all() {
        return List.copyOf(byId.values());
    }

    /// Milliseconds since a query came.
    long age(ActiveQuery query) {
        return clock.millis() - query.since();
    }

    private static QueryObserver.Origin origin(Exchange exchange) {
        Map<String, String> headers = new TreeMap<>();
        for (String name : ORIGIN_HEADERS) {
            String value = exchange.request().header(name);
            if (value != null && !value.isEmpty()) {
                headers.put(name, value.substring(0, Math.min(MAX_HEADER, value.length())));
            }
        }
        return new QueryObserver.Origin(
                exchange.clientAddress(),
                exchange.request().method(),
                exchange.request().rawPath(),
                headers);
    }
}
