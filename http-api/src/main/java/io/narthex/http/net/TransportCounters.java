package io.narthex.http.net;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// What the transport counts.
///
/// Thread safety: safe for concurrent calls.
public final class TransportCounters {
    final AtomicInteger openConnections = new AtomicInteger();
    final LongAdder acceptedConnections = new LongAdder();
    final AtomicInteger activeRequests = new AtomicInteger();
    final LongAdder malformedRequests = new LongAdder();
    final AtomicLong bufferedBytes = new AtomicLong();

    /// Connections open now.
    public int openConnections() {
        return openConnections.get();
    }

    /// Connections accepted so far.
    public long acceptedConnections() {
        return acceptedConnections.sum();
    }

    /// Requests being handled now.
    public int activeRequests() {
        return activeRequests.get();
    }

    /// Requests refused before they reached the handler.
    public long malformedRequests() {
        return malformedRequests.sum();
    }

    /// Bytes of request bodies held now.
    public long bufferedBytes() {
        return bufferedBytes.get();
    }
}
