package io.narthex.http.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// One connection: receives a request, has it handled, and only then looks at the next one.
///
/// While a request is handled, reading goes on, so that the end of the connection is noticed at
/// once. What a pipelining client sends meanwhile waits in `pending`; when that has become much,
/// nothing more is read.
///
/// Thread safety: everything happens on the channel's event loop, [#finished] excepted.
final class Connection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /// How long the rest of a refused request is read and thrown away: closing at once would reset
    /// the connection, and the client might never see why.
    private static final long LINGER_MILLIS = 500;

    /// Objects that one read may leave behind the current request; a flood of tiny requests ends.
    private static final int MAX_PENDING = 256;

    /// Objects behind the current request with which reading stops: some small requests.
    private static final int MUCH_PENDING = 8;

    private enum State {
        RECEIVING,
        HANDLING,
        CLOSING
    }

    private final TransportOptions options;
    private final TransportCounters counters;
    private final RequestHandler handler;
    private final Channel channel;
    private final BodyBuffer body;
    private final ArrayDeque<HttpObject> pending = new ArrayDeque<>();
    private State state = State.RECEIVING;
    private boolean stopping;
    private @Nullable HttpRequest head;
    private @Nullable Exchange exchange;
    private @Nullable Future<?> deadline;

    Connection(
            Channel channel,
            TransportOptions options,
            TransportCounters counters,
            RequestHandler handler) {
        this.channel = channel;
        this.options = options;
        this.counters = counters;
        this.handler = handler;
        this.body = new BodyBuffer(options, counters.bufferedBytes);
    }

    /// After a handshake the channel is active already.
    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (ctx.channel().isActive() && ctx.channel().isRegistered()) {
            channelActive(ctx);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (deadline == null) {
            startDeadline();
            ctx.read();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof HttpObject object)) {
            // Frames of HTTP/2 that carry no request.
            ReferenceCountUtil.release(message);
            return;
        }
        switch (state) {
            case RECEIVING -> receive(object);
            case HANDLING -> {
                pending.add(object);
                if (pending.size() > MAX_PENDING) {
                    close();
                }
            }
            case CLOSING -> ReferenceCountUtil.release(object);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (mayRead()) {
            ctx.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.writabilityChanged();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        state = State.CLOSING;
        stopDeadline();
        dropPending();
        if (exchange == null) {
            body.clear();
        } else {
            exchange.disconnected();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        BrokenConnection.tell(channel, cause);
        close();
    }

    /// Closes the connection as soon as no request is under way.
    void stop() {
        stopping = true;
        if (state == State.RECEIVING && head == null) {
            close();
        }
    }

    /// The last byte of a response was handed to the channel. Called from the request's thread.
    ///
    /// @param written completes with the last byte, or null if the response is broken off
    void finished(@Nullable ChannelFuture written, boolean keepAlive) {
        if (channel.eventLoop().isShuttingDown()) {
            return;
        }
        if (written == null) {
            channel.close().addListener(_ -> next(false));
            return;
        }
        Future<?> tooSlow =
                channel.eventLoop()
                        .schedule(
                                this::close,
                                options.writeTimeout().toMillis(),
                                TimeUnit.MILLISECONDS);
        written.addListener(
                f -> {
                    tooSlow.cancel(false);
                    next(keepAlive && f.isSuccess());
                });
    }

    /// Waits for the next request, or closes.
    private void next(boolean keepAlive) {
        counters.activeRequests.decrementAndGet();
        exchange = null;
        head = null;
        body.clear();
        if (!keepAlive || stopping || state == State.CLOSING) {
            state = State.CLOSING;
            close();
            return;
        }
        state = State.RECEIVING;
        startDeadline();
        while (state == State.RECEIVING && !pending.isEmpty()) {
            receive(pending.remove());
        }
        if (mayRead()) {
            channel.read();
        }
    }

    private boolean mayRead() {
        return state != State.HANDLING || pending.size() < MUCH_PENDING;
    }

    private void receive(HttpObject object) {
        try {
            if (object.decoderResult().isFailure()) {
                refuseMalformed(object.decoderResult().cause());
                return;
            }
            if (object instanceof HttpRequest request) {
                begin(request);
            }
            if (state == State.RECEIVING && object instanceof HttpContent content) {
                append(content);
            }
        } finally {
            ReferenceCountUtil.release(object);
        }
    }

    private void begin(HttpRequest request) {
        head = request;
        stopDeadline();
        startDeadline();
        HttpVersion version = request.protocolVersion();
        if (version.majorVersion() != 1) {
            refuse(HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "only HTTP/1 is spoken here");
            return;
        }
        if (version.minorVersion() > 0 && !request.headers().contains(HttpHeaderNames.HOST)) {
            refuse(HttpResponseStatus.BAD_REQUEST, "missing required Host header");
            return;
        }
        take(body.expect(HttpUtil.getContentLength(request, 0L)));
        if (state == State.RECEIVING && HttpUtil.is100ContinueExpected(request)) {
            var _ = channel.writeAndFlush(response(HttpResponseStatus.CONTINUE, ""));
        }
    }

    private void append(HttpContent content) {
        take(body.add(content.content()));
        if (state == State.RECEIVING && content instanceof LastHttpContent && head != null) {
            dispatch(head);
        }
    }

    private void take(BodyBuffer.Outcome outcome) {
        switch (outcome) {
            case OK -> {}
            case TOO_LARGE ->
                    refuse(
                            HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                            "request body is larger than " + options.maxBodyBytes() + " bytes");
            case NO_MEMORY ->
                    refuse(
                            HttpResponseStatus.SERVICE_UNAVAILABLE,
                            "too many large requests at once, try again later");
        }
    }

    private void dispatch(HttpRequest request) {
        stopDeadline();
        state = State.HANDLING;
        counters.activeRequests.incrementAndGet();
        Exchange current =
                new Exchange(
                        channel,
                        this,
                        new Request(
                                request.method().name(),
                                request.uri(),
                                request.headers(),
                                body.bytes()),
                        HttpUtil.isKeepAlive(request) && !stopping,
                        request.protocolVersion().minorVersion() > 0,
                        options.writeTimeout());
        exchange = current;
        Thread.ofVirtual().name("http-request").start(() -> handle(current));
    }

    private void handle(Exchange current) {
        try {
            handler.handle(current);
        } catch (RuntimeException | Error e) {
            LOG.error("{} failed", current.request().rawPath(), e);
            current.fail();
        } finally {
            current.end();
        }
    }

    private void refuseMalformed(Throwable cause) {
        switch (cause) {
            case TooLongHttpLineException _ ->
                    refuse(HttpResponseStatus.REQUEST_URI_TOO_LONG, "request line is too long");
            case TooLongHttpHeaderException _ ->
                    refuse(
                            HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                            "request headers are too large");
            default -> refuse(HttpResponseStatus.BAD_REQUEST, "malformed HTTP request");
        }
    }

    private void refuse(HttpResponseStatus status, String text) {
        counters.malformedRequests.increment();
        state = State.CLOSING;
        stopDeadline();
        dropPending();
        body.clear();
        FullHttpResponse response = response(status, text + "\n");
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        channel.writeAndFlush(response).addListener((ChannelFutureListener) _ -> linger());
    }

    private void linger() {
        if (channel instanceof DuplexChannel duplex && channel.isActive()) {
            var _ = duplex.shutdownOutput();
            channel.read();
            deadline =
                    channel.eventLoop().schedule(this::close, LINGER_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            close();
        }
    }

    private static FullHttpResponse response(HttpResponseStatus status, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(bytes));
        if (bytes.length > 0) {
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        }
        return response;
    }

    private void close() {
        var _ = channel.close();
    }

    private void dropPending() {
        pending.forEach(ReferenceCountUtil::release);
        pending.clear();
    }

    private void startDeadline() {
        deadline =
                channel.eventLoop()
                        .schedule(
                                this::tooSlow,
                                options.readTimeout().toMillis(),
                                TimeUnit.MILLISECONDS);
    }

    private void stopDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    private void tooSlow() {
        if (state == State.RECEIVING && head != null) {
            refuse(HttpResponseStatus.REQUEST_TIMEOUT, "the request took too long to arrive");
        } else if (state == State.RECEIVING) {
            close();
        }
    }
}
