package io.narthex.http.net;

import io.narthex.http.security.WebConfigException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.TimeUnit;

/// What speaks on a connection: HTTP/1.1, plain or in TLS, or HTTP/2 in TLS where the client
/// chooses so. A stream of HTTP/2 is a [Connection] too, for one request.
///
/// Thread safety: safe for concurrent calls.
class Pipelines extends ChannelInitializer<Channel> {
    private static final Logger LOG = LoggerFactory.getLogger(Pipelines.class);

    /// Longest request line and longest headers. Dashboards send long queries in the URL.
    private static final int MAX_LINE_BYTES = 64 << 10;

    private static final int MAX_HEADER_BYTES = 64 << 10;

    /// As many as browsers and proxies expect.
    private static final int MAX_STREAMS = 100;

    private final TransportOptions options;
    private final TransportCounters counters;
    private final RequestHandler handler;
    private final @Nullable TlsContexts tls;

    /// @param tls null for plain HTTP
    Pipelines(
            TransportOptions options,
            TransportCounters counters,
            RequestHandler handler,
            @Nullable TlsContexts tls) {
        this.options = options;
        this.counters = counters;
        this.handler = handler;
        this.tls = tls;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (tls == null) {
            http1(channel);
            return;
        }
        try {
            channel.pipeline().addLast(tls.handler(channel)).addLast(new Negotiation());
        } catch (WebConfigException e) {
            LOG.error("connections are refused: {}", e.getMessage());
            var _ = channel.close();
        }
    }

    private void http1(Channel channel) {
        channel.pipeline()
                .addLast(
                        new HttpServerCodec(
                                new HttpDecoderConfig()
                                        .setMaxInitialLineLength(MAX_LINE_BYTES)
                                        .setMaxHeaderSize(MAX_HEADER_BYTES)))
                .addLast(new Connection(channel, options, counters, handler));
    }

    private void http2(Channel channel) {
        // Streams have their own back-pressure.
        channel.config().setAutoRead(true);
        Http2FrameCodec codec =
                Http2FrameCodecBuilder.forServer()
                        .initialSettings(
                                Http2Settings.defaultSettings()
                                        .maxConcurrentStreams(MAX_STREAMS)
                                        .maxHeaderListSize(MAX_HEADER_BYTES + MAX_LINE_BYTES))
                        .build();
        channel.pipeline()
                .addLast(codec)
                .addLast(new Http2MultiplexHandler(new Stream()))
                .addLast(new IdleConnection(codec));
    }

    private final class Stream extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel stream) {
            stream.config().setAutoRead(false);
            stream.pipeline()
                    .addLast(new Http2StreamFrameToHttpObjectCodec(true))
                    .addLast(new HeadResponses())
                    .addLast(new Connection(stream, options, counters, handler));
        }
    }

    /// Waits for the end of the handshake. Clients that don't choose speak HTTP/1.1.
    private final class Negotiation extends ApplicationProtocolNegotiationHandler {
        Negotiation() {
            super(ApplicationProtocolNames.HTTP_1_1);
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) throws Exception {
            super.channelActive(ctx);
            ctx.read();
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                http2(ctx.channel());
            } else {
                http1(ctx.channel());
            }
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
            BrokenConnection.tell(ctx.channel(), cause);
            var _ = ctx.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            BrokenConnection.tell(ctx.channel(), cause);
            var _ = ctx.close();
        }
    }

    /// Closes a connection of HTTP/2 on which nothing happens, and one that broke.
    private final class IdleConnection extends IdleStateHandler {
        private final Http2FrameCodec codec;

        IdleConnection(Http2FrameCodec codec) {
            super(0, 0, options.readTimeout().toMillis(), TimeUnit.MILLISECONDS);
            this.codec = codec;
        }

        @Override
        protected void channelIdle(ChannelHandlerContext ctx, IdleStateEvent event) {
            if (codec.connection().numActiveStreams() == 0) {
                var _ = ctx.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            BrokenConnection.tell(ctx.channel(), cause);
            var _ = ctx.close();
        }
    }
}
