package io.narthex.http.api;

import io.narthex.http.net.Exchange;

import java.io.IOException;
import java.io.OutputStream;

/// A body of unknown length, compressed as the client likes: whole if it is short, in chunks
/// otherwise. It must be closed after its last byte, and only then.
///
/// Thread safety: for one thread.
final class BodyWriter extends OutputStream {
    private static final int CAPACITY = 16 << 10;

    private final ResponseBody body;
    private final byte[] buffer = new byte[CAPACITY];
    private int size;

    /// @param exchange its headers are set already
    BodyWriter(Exchange exchange) {
        ContentCoding coding = ContentCoding.choose(exchange.request().header("Accept-Encoding"));
        this.body = new ResponseBody(exchange, 200, coding);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (size == CAPACITY) {
                body.write(buffer, size, false);
                size = 0;
            }
            int n = Math.min(length - done, CAPACITY - size);
            System.arraycopy(bytes, from + done, buffer, size, n);
            size += n;
            done += n;
        }
    }

    /// Breaks the answer off, so that it looks broken.
    void abort() {
        body.abort();
    }

    @Override
    public void close() throws IOException {
        body.write(buffer, size, true);
    }
}
