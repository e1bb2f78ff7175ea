package io.narthex.remote;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appendable;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/// Receives remote write 1.0 requests: `prometheus.WriteRequest` in protobuf, compressed as a
/// snappy block.
///
/// A request is one batch. If some of its samples are rejected, the answer is 400 with the reason
/// of the first one, as in Prometheus; the others are stored all the same, because order is judged
/// at commit. Prometheus rolls them back, and senders do not repeat a request that got 400, so here
/// less is lost.
///
/// Thread safety: safe for concurrent calls.
public final class RemoteWriteReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteWriteReceiver.class);

    /// Clocks of senders may be ahead by this much.
    private static final Duration MAX_AHEAD = Duration.ofMinutes(10);

    private final Appendable storage;
    private final RemoteWriteOptions options;
    private final InstantSource clock;
    private final SeriesCache cache;
    private final Semaphore permits;
    private final ConcurrentLinkedQueue<WriteRequestDecoder> idle = new ConcurrentLinkedQueue<>();

    private final LongAdder requests = new LongAdder();
    private final LongAdder failedRequests = new LongAdder();
    private final LongAdder samples = new LongAdder();
    private final LongAdder rejectedSamples = new LongAdder();
    private final LongAdder skippedSeries = new LongAdder();

    /// Creates a receiver.
    ///
    /// @param clock tells which samples lie too far in the future
    public RemoteWriteReceiver(
            Appendable storage, RemoteWriteOptions options, InstantSource clock) {
        this.storage = storage;
        this.options = options;
        this.clock = clock;
        this.cache = new SeriesCache(options.maxCacheBytes());
        this.permits = new Semaphore(options.maxConcurrent(), true);
    }

    /// Handles one request. What goes wrong with it is told by the outcome: 400 for a broken body
    /// or rejected samples, 413 for one that is too large, 415 for another protocol, 500 for a
    /// store that failed, so that the sender tries again.
    ///
    /// @param contentType the `Content-Type` header, or null
    /// @param contentEncoding the `Content-Encoding` header, or null
    /// @param body the compressed body
    public RemoteWriteOutcome receive(
            @Nullable String contentType, @Nullable String contentEncoding, byte[] body) {
        requests.increment();
        RemoteWriteOutcome outcome;
        try {
            WriteHeaders.check(contentType, contentEncoding);
            outcome = store(body);
        } catch (RefusedException e) {
            outcome = new RemoteWriteOutcome(e.status(), e.getMessage(), 0);
        } catch (RuntimeException e) {
            LOG.error("storing a remote write request failed", e);
            outcome = new RemoteWriteOutcome(500, "the store failed: " + e.getMessage(), 0);
        }
        if (outcome.status() != 204) {
            failedRequests.increment();
        }
        return outcome;
    }

    /// What was counted so far.
    public RemoteWriteStats stats() {
        return new RemoteWriteStats(
                requests.sum(),
                failedRequests.sum(),
                samples.sum(),
                rejectedSamples.sum(),
                skippedSeries.sum(),
                cache.size());
    }

    private RemoteWriteOutcome store(byte[] body) throws RefusedException {
        permits.acquireUninterruptibly();
        WriteRequestDecoder pooled = idle.poll();
        WriteRequestDecoder decoder =
                pooled == null ? new WriteRequestDecoder(cache, options.maxDecodedBytes()) : pooled;
        try {
            return store(body, decoder);
        } finally {
            decoder.release();
            idle.add(decoder);
            permits.release();
        }
    }

    private RemoteWriteOutcome store(byte[] body, WriteRequestDecoder decoder)
            throws RefusedException {
        CommitResult result;
        try (Appender appender = storage.appender()) {
            decoder.decode(body, clock.millis() + MAX_AHEAD.toMillis(), appender);
            result = appender.commit();
        }
        Rejections rejections = decoder.rejections();
        rejections.add(result);
        samples.add(result.accepted());
        rejectedSamples.add(rejections.count());
        skippedSeries.add(decoder.skippedSeries());
        AppendStatus first = rejections.first();
        if (first == null) {
            return new RemoteWriteOutcome(204, "", result.accepted());
        }
        String text =
                "%s in series %s; %d of %d samples were rejected, the others are stored"
                        .formatted(
                                Rejections.text(first),
                                decoder.firstRejected(),
                                rejections.count(),
                                rejections.count() + result.accepted());
        return new RemoteWriteOutcome(400, text, result.accepted());
    }
}
