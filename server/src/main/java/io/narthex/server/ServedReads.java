package io.narthex.server;

import io.narthex.http.StreamingHandler;
import io.narthex.model.Labels;
import io.narthex.remote.ChunkCutter;
import io.narthex.remote.ReadReply;
import io.narthex.remote.RemoteReadHandler;
import io.narthex.remote.RemoteReadOptions;
import io.narthex.remote.RemoteReadStats;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.block.PrometheusChunks;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.Supplier;

/// Remote read over HTTP from the store, in Prometheus' encodings whatever the store's are.
///
/// Thread safety: safe for concurrent calls.
final class ServedReads implements StreamingHandler {
    private final RemoteReadHandler handler;

    /// @param externalLabels labels that tell this server from others
    ServedReads(Tsdb tsdb, Supplier<Labels> externalLabels, RemoteReadOptions options) {
        this.handler = new RemoteReadHandler(tsdb, externalLabels, ServedReads::cutter, options);
    }

    private static ChunkCutter cutter() {
        PrometheusChunks chunks = new PrometheusChunks();
        return (series, from, end, sink) -> chunks.cut(series, from, end, sink::accept);
    }

    RemoteReadStats stats() {
        return handler.stats();
    }

    @Override
    public void handle(byte[] body, Reply reply) throws IOException {
        handler.read(body, new HttpReply(reply));
    }

    private record HttpReply(Reply reply) implements ReadReply {
        @Override
        public OutputStream begin(String contentType, @Nullable String contentEncoding)
                throws IOException {
            return reply.begin(
                    200,
                    contentEncoding == null
                            ? Map.of("Content-Type", contentType)
                            : Map.of(
                                    "Content-Type",
                                    contentType,
                                    "Content-Encoding",
                                    contentEncoding));
        }

        @Override
        public void refuse(int status, String reason) throws IOException {
            reply.text(status, reason);
        }
    }
}
