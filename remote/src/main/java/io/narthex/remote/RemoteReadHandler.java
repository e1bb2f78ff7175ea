package io.narthex.remote;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.model.StorageException;
import io.narthex.model.proto.ProtoException;
import io.narthex.model.proto.ProtoWriter;
import io.narthex.remote.wire.RefusedException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// Answers remote read requests: `prometheus.ReadRequest` in protobuf, compressed as a snappy
/// block, with chunks in a stream or with samples.
///
/// A stream holds one frame in memory, and goes on when the client takes it. An answer of samples
/// is built as a whole, because that is how it is compressed: its length is limited, and two are
/// built at the same time.
///
/// Thread safety: safe for concurrent calls.
public final class RemoteReadHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteReadHandler.class);
    private static final int WHOLE_ANSWERS = 2;
    private static final int BUFFER = 64 << 10;

    private final Queryable storage;
    private final Supplier<Labels> externalLabels;
    private final Supplier<ChunkCutter> cutters;
    private final RemoteReadOptions options;
    private final @Nullable Semaphore permits;
    private final Semaphore wholeAnswers = new Semaphore(WHOLE_ANSWERS, true);
    private final LongAdder requests = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder samples = new LongAdder();
    private final AtomicLong running = new AtomicLong();

    /// Creates a handler.
    ///
    /// @param externalLabels labels that tell this server from others; asked at every request
    /// @param cutters asked for one at every request
    public RemoteReadHandler(
            Queryable storage,
            Supplier<Labels> externalLabels,
            Supplier<ChunkCutter> cutters,
            RemoteReadOptions options) {
        this.storage = storage;
        this.externalLabels = externalLabels;
        this.cutters = cutters;
        this.options = options;
        this.permits =
                options.maxConcurrent() == 0 ? null : new Semaphore(options.maxConcurrent(), true);
    }

    /// What was counted so far.
    public RemoteReadStats stats() {
        return new RemoteReadStats(requests.sum(), failed.sum(), running.get(), samples.sum());
    }

    /// Answers one request: 400 where it is broken or asks for too much, 500 where the store
    /// fails.
    ///
    /// @param body the compressed body
    /// @throws IOException if the client does not take the answer
    public void read(byte[] body, ReadReply reply) throws IOException {
        requests.increment();
        running.incrementAndGet();
        boolean done = false;
        if (permits != null) {
            permits.acquireUninterruptibly();
        }
        try {
            ReadRequest request = new ReadRequestDecoder().decode(body);
            ReadLabels labels = new ReadLabels(externalLabels.get());
            if (request.streamed()) {
                stream(request, labels, reply);
            } else {
                sendSamples(request, labels, reply);
            }
            done = true;
        } catch (RefusedException e) {
            reply.refuse(400, e.getMessage());
        } catch (ProtoException e) {
            reply.refuse(400, RefusedException.of(e).getMessage());
        } finally {
            running.decrementAndGet();
            if (permits != null) {
                permits.release();
            }
            if (!done) {
                failed.increment();
            }
        }
    }

    private void stream(ReadRequest request, ReadLabels labels, ReadReply reply)
            throws IOException {
        LateStream late = new LateStream(reply);
        try {
            writeChunks(request, labels, new BufferedOutputStream(late, BUFFER));
        } catch (StorageException e) {
            if (late.out != null) {
                throw e;
            }
            fail(e, reply);
        }
    }

    private static void fail(StorageException e, ReadReply reply) throws IOException {
        LOG.error("reading for another server failed", e);
        reply.refuse(500, String.valueOf(e.getMessage()));
    }

    /// The answer begins with its first bytes, so that what fails before them can be told.
    private static final class LateStream extends OutputStream {
        private final ReadReply reply;
        private @Nullable OutputStream out;

        LateStream(ReadReply reply) {
            this.reply = reply;
        }

        private OutputStream begun() throws IOException {
            OutputStream begun = out;
            if (begun == null) {
                begun =
                        reply.begin(
                                "application/x-streamed-protobuf;"
                                        + " proto=prometheus.ChunkedReadResponse",
                                null);
                out = begun;
            }
            return begun;
        }

        @Override
        public void write(int b) throws IOException {
            begun().write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            begun().write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            begun().close();
        }
    }

    private void writeChunks(ReadRequest request, ReadLabels labels, OutputStream out)
            throws IOException {
        ChunkFrames frames = new ChunkFrames(labels, options.maxFrameBytes(), out);
        ChunkCutter cutter = cutters.get();
        for (int i = 0; i < request.queries().size(); i++) {
            int query = i;
            select(
                    request.queries().get(i),
                    labels,
                    (of, data, from, end) -> {
                        frames.series(of, query);
                        cutter.cut(data, from, end, frames::chunk);
                    });
        }
        frames.end();
        out.close();
    }

    private void sendSamples(ReadRequest request, ReadLabels labels, ReadReply reply)
            throws IOException, RefusedException {
        wholeAnswers.acquireUninterruptibly();
        try {
            ProtoWriter proto = new ProtoWriter();
            ReadSamples answer = new ReadSamples(labels, options, proto);
            for (ReadRequest.Query query : request.queries()) {
                answer.beginQuery();
                select(query, labels, answer::series);
                answer.endQuery();
            }
            SnappyJavaCompressor snappy = new SnappyJavaCompressor();
            byte[] compressed = new byte[snappy.maxCompressedLength(proto.size())];
            int length =
                    snappy.compress(
                            proto.bytes(), 0, proto.size(), compressed, 0, compressed.length);
            OutputStream out = reply.begin("application/x-protobuf", "snappy");
            out.write(compressed, 0, length);
            out.close();
        } catch (StorageException e) {
            fail(e, reply);
        } finally {
            wholeAnswers.release();
        }
    }

    /// Takes the samples of one series.
    @FunctionalInterface
    private interface SeriesConsumer<E extends Exception> {
        void accept(Labels labels, SeriesData data, int from, int end) throws IOException, E;
    }

    /// Goes through the series with samples in the query's range.
    private <E extends Exception> void select(
            ReadRequest.Query query, ReadLabels labels, SeriesConsumer<E> consumer)
            throws IOException, E {
        try (Querier querier = storage.querier(query.mint(), query.maxt())) {
            SeriesSet set =
                    querier.select(
                            SelectHints.range(query.mint(), query.maxt()),
                            labels.matchers(query.matchers()));
            SeriesCursor cursor = set.cursor();
            for (int i = 0; i < set.size(); i++) {
                SeriesData data = cursor.at(i);
                int from = data.lowerBound(query.mint());
                int end =
                        query.maxt() == Long.MAX_VALUE
                                ? data.count()
                                : data.lowerBound(query.maxt() + 1);
                if (from < end) {
                    consumer.accept(set.labels(i), data, from, end);
                    samples.add(end - from);
                }
            }
        }
    }
}
