package io.narthex.http.api;

import io.narthex.http.json.JsonWriter;
import io.narthex.http.net.Exchange;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// Sends what a [JsonWriter] writes: whole if it fits the writer's buffer, in chunks otherwise.
///
/// Thread safety: for one thread.
final class ResponseBody implements JsonWriter.Sink {
    /// Less than this fits one packet anyway.
    private static final int WORTH_COMPRESSING = 1400;

    private final Exchange exchange;
    private final int status;
    private final ContentCoding coding;
    private @Nullable OutputStream stream;

    ResponseBody(Exchange exchange, int status, ContentCoding coding) {
        this.exchange = exchange;
        this.status = status;
        this.coding = coding;
    }

    @Override
    public void write(byte[] bytes, int length, boolean last) throws IOException {
        if (stream == null && last) {
            whole(Arrays.copyOf(bytes, length));
            return;
        }
        OutputStream out = stream;
        if (out == null) {
            announce();
            out = coding.wrap(exchange.stream(status));
            stream = out;
        }
        out.write(bytes, 0, length);
        if (last) {
            out.close();
        }
    }

    /// Breaks the response off and frees what compression holds.
    void abort() {
        exchange.abort();
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException _) {
                // The rest can't be written any more, and shall not be.
            }
        }
    }

    private void whole(byte[] body) throws IOException {
        if (coding == ContentCoding.IDENTITY || body.length < WORTH_COMPRESSING) {
            exchange.send(status, body);
            return;
        }
        announce();
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.length / 4);
        try (OutputStream out = coding.wrap(compressed)) {
            out.write(body);
        }
        exchange.send(status, compressed.toByteArray());
    }

    private void announce() {
        if (coding != ContentCoding.IDENTITY) {
            exchange.header("Content-Encoding", coding.text());
        }
    }
}
