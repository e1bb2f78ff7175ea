package io.narthex.http.net;

import io.narthex.http.security.Caller;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A request and its one response.
///
/// Thread safety: for the request's thread; [#disconnected] and [#writabilityChanged] come from the
/// event loop and touch only what the lock guards.
public final class Exchange {
    /// Bodies up to here are sent in one piece; longer ones with back-pressure.
    private static final int PIECE = 16 << 10;

    private final Channel channel;
    private final Connection connection;
    private final Request request;
    private final boolean keepAlive;
    private final boolean chunkedAllowed;
    private final Duration writeTimeout;
    private final HttpHeaders headers = new DefaultHttpHeaders();
    private int status;
    private long bytesSent;
    private boolean ended;
    private @Nullable Runnable onEnd;
    private Caller caller = Caller.ANYBODY;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean gone;
    private @Nullable Runnable onDisconnect;

    Exchange(
            Channel channel,
            Connection connection,
            Request request,
            boolean keepAlive,
            boolean chunkedAllowed,
            Duration writeTimeout) {
        this.channel = channel;
        this.connection = connection;
        this.request = request;
        this.keepAlive = keepAlive;
        this.chunkedAllowed = chunkedAllowed;
        this.writeTimeout = writeTimeout;
    }

    public Request request() {
        return request;
    }

    /// The IP address of whoever asks, or of the proxy in between.
    public String clientAddress() {
        return channel.remoteAddress() instanceof InetSocketAddress address
                        && address.getAddress() != null
                ? address.getAddress().getHostAddress()
                : "";
    }

    /// Who sent the request; anybody as long as nobody asked.
    public Caller caller() {
        return caller;
    }

    /// Tells who sent the request.
    public void setCaller(Caller known) {
        caller = known;
    }

    /// Sets a response header; only before the response begins.
    public Exchange header(String name, String value) {
        headers.set(name, value);
        return this;
    }

    /// Sets a response header unless it is set already.
    public Exchange defaultHeader(String name, String value) {
        if (!headers.contains(name)) {
            headers.set(name, value);
        }
        return this;
    }

    /// The status that was sent, or 0 before the response begins.
    public int status() {
        return status;
    }

    /// Body bytes sent so far.
    public long bytesSent() {
        return bytesSent;
    }

    /// Runs the action once if the client goes away before the response ends; at once if it is gone
    /// already. It runs on an event loop and must not block.
    public void onDisconnect(Runnable action) {
        lock.lock();
        try {
            if (!gone) {
                onDisconnect = action;
                return;
            }
        } finally {
            lock.unlock();
        }
        action.run();
    }

    /// Runs the action when the response was written or broken off, after those that were given
    /// before.
    public void onEnd(Runnable action) {
        Runnable before = onEnd;
        onEnd =
                before == null
                        ? action
                        : () -> {
                            before.run();
                            action.run();
                        };
    }

    /// Sends a whole response.
    ///
    /// @throws ClientGoneException if the client does not take it
    public void send(int status, byte[] body) throws IOException {
        boolean empty = status == 204 || status == 304;
        if (!empty) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        }
        if (body.length > PIECE) {
            try (OutputStream out = stream(status)) {
                out.write(body);
            }
            return;
        }
        begin(status, keepAlive);
        bytesSent = body.length;
        ended = true;
        HttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(status),
                        empty ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body),
                        headers,
                        EmptyHttpHeaders.INSTANCE);
        connection.finished(channel.writeAndFlush(response), keepAlive);
    }

    /// Sends a whole response of plain text.
    ///
    /// @throws ClientGoneException if the client does not take it
    public void sendText(int status, String text) throws IOException {
        header("Content-Type", "text/plain; charset=utf-8");
        header("X-Content-Type-Options", "nosniff");
        send(status, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Begins a response whose body follows; closing the stream ends it. Each write waits until the
    /// client has taken enough of what was written before.
    public OutputStream stream(int status) {
        boolean sized = headers.contains(HttpHeaderNames.CONTENT_LENGTH);
        boolean framed = sized || chunkedAllowed;
        if (!sized && chunkedAllowed) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        begin(status, keepAlive && framed);
        var _ =
                channel.write(
                        new DefaultHttpResponse(
                                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), headers));
        return new BodyStream(keepAlive && framed);
    }

    /// Breaks the response off: the client sees a closed connection, never a short answer that
    /// looks complete.
    public void abort() {
        if (!ended) {
            ended = true;
            status = status == 0 ? 499 : status;
            connection.finished(null, false);
        }
    }

    /// Lets whoever sends the response break it off with the next piece. For any thread.
    public void breakOff() {
        lock.lock();
        try {
            gone = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Answers 500 if nothing was sent yet, breaks off otherwise.
    void fail() {
        if (status != 0) {
            abort();
            return;
        }
        try {
            sendText(500, "internal server error\n");
        } catch (IOException _) {
            abort();
        }
    }

    /// The handler has returned.
    void end() {
        abort();
        if (onEnd != null) {
            onEnd.run();
        }
    }

    void writabilityChanged() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void disconnected() {
        Runnable action;
        lock.lock();
        try {
            gone = true;
            action = onDisconnect;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (action != null) {
            action.run();
        }
    }

    private void begin(int status, boolean persistent) {
        if (this.status != 0) {
            throw new IllegalStateException("BUG: a second response to " + request.rawPath());
        }
        this.status = status;
        headers.set(HttpHeaderNames.DATE, DateFormatter.format(new Date()));
        if (!persistent) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (!chunkedAllowed) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
    }

    private void awaitWritable() throws IOException {
        long left = writeTimeout.toNanos();
        lock.lock();
        try {
            while (!gone && !channel.isWritable()) {
                left = changed.awaitNanos(left);
                if (left <= 0) {
                    throw new ClientGoneException("the client takes no more bytes");
                }
            }
            if (gone) {
                throw new ClientGoneException(
                        "the client closed the connection, or somebody ended it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientGoneException("interrupted: " + e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    /// The body of a response in pieces.
    private final class BodyStream extends OutputStream {
        private final boolean persistent;

        BodyStream(boolean persistent) {
            this.persistent = persistent;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            for (int done = 0; done < length; done += PIECE) {
                piece(bytes, from + done, Math.min(PIECE, length - done));
            }
        }

        @SuppressWarnings("ThreadPriorityCheck")
        private void piece(byte[] bytes, int from, int length) throws IOException {
            if (ended) {
                throw new ClientGoneException("the response was broken off");
            }
            awaitWritable();
            bytesSent += length;
            var _ =
                    channel.writeAndFlush(
                            new DefaultHttpContent(
                                    channel.alloc()
                                            .directBuffer(length)
                                            .writeBytes(bytes, from, length)));
            // Rendering is work; the other virtual threads of this carrier get their turn.
            Thread.yield();
        }

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                connection.finished(
                        channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT), persistent);
            }
        }
    }
}
