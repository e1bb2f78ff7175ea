package io.narthex.http.api;

import io.narthex.http.net.Exchange;
import io.narthex.promql.Query;

/// Ends a query from outside: while it is evaluated its client is answered with an error; once its
/// answer is being sent, the answer is broken off.
///
/// Thread safety: safe for concurrent calls.
final class QueryEnd {
    private final Query query;
    private final Exchange exchange;
    private boolean sending;
    private boolean wanted;

    /// @param exchange of whoever asked
    QueryEnd(Query query, Exchange exchange) {
        this.query = query;
        this.exchange = exchange;
    }

    /// Ends the query.
    void end() {
        query.cancel();
        synchronized (this) {
            wanted = true;
            if (sending) {
                exchange.breakOff();
            }
        }
    }

    /// The query was evaluated, and its answer will be sent.
    synchronized void sending() {
        sending = true;
        if (wanted) {
            exchange.breakOff();
        }
    }
}
