package io.narthex.remote;

import io.narthex.model.Labels;
import io.narthex.model.proto.ProtoWriter;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/// Writes a stream of `prometheus.ChunkedReadResponse` messages, each with its length as a varint
/// and its CRC-32C, most significant byte first, before it. A message holds chunks of one series.
///
/// Thread safety: for one thread.
final class ChunkFrames {
    /// What a chunk's times, type and lengths take at most.
    private static final int CHUNK_OVERHEAD = 48;

    private final ReadLabels labels;
    private final int maxBytes;
    private final OutputStream out;
    private final ProtoWriter proto = new ProtoWriter();
    private final CRC32C crc = new CRC32C();
    private final byte[] header = new byte[5 + Integer.BYTES];
    private Labels series = Labels.empty();
    private int query;
    private int openSeries;
    private int chunks;

    /// @param maxBytes the length of a message
    ChunkFrames(ReadLabels labels, int maxBytes, OutputStream out) {
        this.labels = labels;
        this.maxBytes = maxBytes;
        this.out = out;
    }

    /// Begins with a series.
    ///
    /// @param queryIndex which query of the request found it
    void series(Labels of, int queryIndex) throws IOException {
        end();
        series = of;
        query = queryIndex;
    }

    /// Adds a chunk of the series.
    void chunk(int encoding, long mint, long maxt, byte[] bytes, int length) throws IOException {
        if (chunks > 0 && proto.size() + length + CHUNK_OVERHEAD > maxBytes) {
            end();
        }
        if (chunks == 0) {
            proto.clear();
            openSeries = proto.begin(1);
            labels.write(series, 1, proto);
        }
        int chunk = proto.begin(2);
        proto.varint(1, mint);
        proto.varint(2, maxt);
        proto.varint(3, encoding);
        proto.bytes(4, bytes, length);
        proto.end(chunk);
        chunks++;
    }

    /// Writes what is held back.
    void end() throws IOException {
        if (chunks == 0) {
            return;
        }
        chunks = 0;
        proto.end(openSeries);
        proto.varint(2, query);
        crc.reset();
        crc.update(proto.bytes(), 0, proto.size());
        int n = 0;
        for (int rest = proto.size(); ; rest >>>= 7) {
            boolean more = rest > 0x7f;
            header[n++] = (byte) ((rest & 0x7f) | (more ? 0x80 : 0));
            if (!more) {
                break;
            }
        }
        for (int shift = 24; shift >= 0; shift -= 8) {
            header[n++] = (byte) (crc.getValue() >>> shift);
        }
        out.write(header, 0, n);
        out.write(proto.bytes(), 0, proto.size());
    }
}
