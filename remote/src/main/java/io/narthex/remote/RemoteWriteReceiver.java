package io.narthex.remote;

import io.narthex.model.Appendable;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult;
import io.narthex.model.proto.ProtoException;
import io.narthex.remote.wire.BadRequests;
import io.narthex.remote.wire.KnownStarts;
import io.narthex.remote.wire.RefusedException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/// Receives remote write requests, 1.0 (`prometheus.WriteRequest`) and 2.0
/// (`io.prometheus.write.v2.Request`), in protobuf, compressed as a snappy block.
///
/// A request is one batch. If some of its samples are rejected, the answer is 400 and the others
/// are stored all the same. That is how 2.0 wants it, whose answers have all reasons, and headers
/// that say how much was stored. Of a 1.0 request Prometheus stores nothing then; but senders do
/// not repeat a request that got 400, so here less is lost, and the answer has the first reason.
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
    private final KnownStarts knownStarts = new KnownStarts();
    private final ConcurrentLinkedQueue<Decoders> idle = new ConcurrentLinkedQueue<>();

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
            WriteHeaders headers =
                    WriteHeaders.of(contentType, contentEncoding, options.features());
            outcome = handle(headers, body);
        } catch (RefusedException e) {
            outcome = new RemoteWriteOutcome(e.status(), e.getMessage(), 0);
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

    /// What one request at a time needs.
    private final class Decoders {
        final SnappyBlock snappy = new SnappyBlock(options.maxDecodedBytes());
        final ZstdFrames zstd = new ZstdFrames(options.maxDecodedBytes());
        final WriteRequestDecoder v1 = new WriteRequestDecoder(cache);
        final SymbolRequestDecoder v2 =
                new SymbolRequestDecoder(
                        cache, options.maxDecodedBytes(), options.features(), knownStarts);

        void release() {
            snappy.shrink();
            zstd.shrink();
            v1.release();
            v2.release();
        }
    }

    private RemoteWriteOutcome handle(WriteHeaders headers, byte[] body) {
        boolean v2 = headers.message() == WriteMessage.V2;
        @Nullable WrittenCounts nothing = v2 ? WrittenCounts.NONE : null;
        permits.acquireUninterruptibly();
        Decoders pooled = idle.poll();
        Decoders decoders = pooled == null ? new Decoders() : pooled;
        try {
            int size;
            byte[] bytes;
            if (headers.zstd()) {
                size = decoders.zstd.decompress(body);
                bytes = decoders.zstd.bytes();
            } else {
                size = decoders.snappy.decompress(body);
                bytes = decoders.snappy.bytes();
            }
            return v2 ? store(bytes, size, decoders.v2) : store(bytes, size, decoders.v1);
        } catch (RefusedException e) {
            return refused(e, nothing);
        } catch (ProtoException e) {
            return refused(RefusedException.of(e), nothing);
        } catch (RuntimeException e) {
            knownStarts.clear();
            LOG.error("storing a remote write request failed", e);
            return new RemoteWriteOutcome(500, "the store failed: " + e.getMessage(), 0, nothing);
        } finally {
            decoders.release();
            idle.add(decoders);
            permits.release();
        }
    }

    private RemoteWriteOutcome refused(RefusedException e, @Nullable WrittenCounts written) {
        knownStarts.clear();
        return new RemoteWriteOutcome(e.status(), e.getMessage(), 0, written);
    }

    private RemoteWriteOutcome store(byte[] bytes, int size, WriteRequestDecoder decoder) {
        CommitResult result;
        try (Appender appender = storage.appender()) {
            decoder.decode(bytes, size, newest(), appender);
            result = appender.commit();
        }
        Rejections rejections = decoder.rejections();
        rejections.add(result);
        count(result.accepted(), rejections.count(), decoder.skippedSeries());
        if (rejections.first() == null) {
            return new RemoteWriteOutcome(204, "", result.accepted());
        }
        String text =
                "%s in series %s; %d of %d samples were rejected, the others are stored"
                        .formatted(
                                rejections.reason(),
                                decoder.firstRejected(),
                                rejections.count(),
                                rejections.count() + result.accepted());
        return new RemoteWriteOutcome(400, text, result.accepted());
    }

    private RemoteWriteOutcome store(byte[] bytes, int size, SymbolRequestDecoder decoder)
            throws RefusedException {
        CommitResult result;
        try (Appender appender = storage.appender()) {
            decoder.decode(bytes, size, newest(), appender);
            result = appender.commit();
        }
        decoder.judge(result);
        WrittenCounts written = decoder.written();
        int accepted = written.samples() + written.histograms();
        BadRequests bad = decoder.bad();
        count(accepted, bad.count(), decoder.skippedSeries());
        return bad.count() == 0
                ? new RemoteWriteOutcome(204, "", accepted, written)
                : new RemoteWriteOutcome(400, bad.text(), accepted, written);
    }

    private long newest() {
        return clock.millis() + MAX_AHEAD.toMillis();
    }

    private void count(int accepted, int rejected, int skipped) {
        samples.add(accepted);
        rejectedSamples.add(rejected);
        skippedSeries.add(skipped);
    }
}
