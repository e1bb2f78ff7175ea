package io.narthex.remote.otlp;

import io.narthex.model.Appendable;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult;
import io.narthex.model.proto.ProtoException;
import io.narthex.remote.wire.KnownStarts;
import io.narthex.remote.wire.RefusedException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// Receives metrics in OTLP over HTTP, in protobuf or JSON.
///
/// A request is one batch. If some of it has no translation, or the store refuses some samples, the
/// answer is 400 with the reasons, and the rest is stored all the same; Prometheus rolls it back.
///
/// Thread safety: safe for concurrent calls.
public final class OtlpReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(OtlpReceiver.class);

    /// Clocks of senders may be ahead by this much.
    private static final Duration MAX_AHEAD = Duration.ofMinutes(10);

    /// The sums of differences may take this part of the heap.
    private static final int SUMS_SHARE = 16;

    private final Appendable storage;
    private final Supplier<OtlpConfig> config;
    private final OtlpOptions options;
    private final InstantSource clock;
    private final Semaphore permits;
    private final KnownStarts zeros = new KnownStarts();

    /// Null where differences are not added up.
    private final @Nullable DeltaSums sums;

    private final LongAdder requests = new LongAdder();
    private final LongAdder failedRequests = new LongAdder();
    private final LongAdder samples = new LongAdder();
    private final LongAdder rejectedSamples = new LongAdder();
    private final LongAdder untranslatable = new LongAdder();

    /// Creates a receiver.
    ///
    /// @param config asked at each request
    /// @param clock tells which samples lie too far in the future
    public OtlpReceiver(
            Appendable storage,
            Supplier<OtlpConfig> config,
            OtlpOptions options,
            InstantSource clock) {
        this.storage = storage;
        this.config = config;
        this.options = options;
        this.clock = clock;
        this.permits = new Semaphore(options.maxConcurrent(), true);
        this.sums =
                options.features().deltas() == Deltas.ADDED_UP
                        ? new DeltaSums(clock, Runtime.getRuntime().maxMemory() / SUMS_SHARE)
                        : null;
    }

    /// Handles one request: 200 where all of it is stored, 400 where something is wrong with it,
    /// 500 where the store failed, so that the sender tries again.
    ///
    /// @param contentType the `Content-Type` header, or null
    /// @param contentEncoding the `Content-Encoding` header, or null
    public OtlpOutcome receive(
            @Nullable String contentType, @Nullable String contentEncoding, byte[] body) {
        requests.increment();
        OtlpOutcome outcome;
        permits.acquireUninterruptibly();
        try {
            outcome =
                    store(
                            OtlpBody.decode(
                                    contentType, contentEncoding, body, options.maxDecodedBytes()));
        } catch (RefusedException e) {
            outcome = new OtlpOutcome(400, e.getMessage(), 0);
        } catch (ProtoException e) {
            outcome = new OtlpOutcome(400, RefusedException.of(e).getMessage(), 0);
        } catch (RuntimeException e) {
            LOG.error("storing an OTLP request failed", e);
            outcome = new OtlpOutcome(500, "the store failed: " + e.getMessage(), 0);
        } finally {
            permits.release();
        }
        if (outcome.status() != 200) {
            failedRequests.increment();
        }
        return outcome;
    }

    /// What was counted so far.
    public OtlpStats stats() {
        return new OtlpStats(
                requests.sum(),
                failedRequests.sum(),
                samples.sum(),
                rejectedSamples.sum(),
                untranslatable.sum());
    }

    private OtlpOutcome store(byte[] bytes) throws RefusedException {
        SampleSink sink;
        CommitResult result;
        try (Appender appender = storage.appender()) {
            long newest = clock.millis() + MAX_AHEAD.toMillis();
            sink = new SampleSink(appender, newest, options.features(), zeros);
            new OtlpTranslator(bytes, config.get(), options, sums, sink).translate(bytes.length);
            result = appender.commit();
        } catch (RefusedException | RuntimeException e) {
            zeros.clear();
            throw e;
        } finally {
            if (sums != null) {
                sums.leave();
            }
        }
        sink.judge(result);
        samples.add(result.accepted());
        rejectedSamples.add(sink.rejected());
        untranslatable.add(sink.untranslatable());
        return sink.bad().count() == 0
                ? new OtlpOutcome(200, "", result.accepted())
                : new OtlpOutcome(400, sink.bad().text(), result.accepted());
    }
}
