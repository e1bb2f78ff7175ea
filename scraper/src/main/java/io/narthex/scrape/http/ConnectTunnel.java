package io.narthex.scrape.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/// Asks an HTTP proxy for a connection, by `CONNECT`.
///
/// Thread safety: on the event loop of one connection.
final class ConnectTunnel extends Tunnel {
    /// @param whenThrough adds the handlers of what follows
    ConnectTunnel(Route route, Runnable whenThrough) {
        super(route, whenThrough);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.pipeline().addBefore(context.name(), null, new HttpClientCodec());
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        HostPort target = route.target();
        String authority = target.host() + ":" + target.port();
        DefaultFullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.CONNECT, authority);
        request.headers().set("Host", authority);
        route.connectHeaders()
                .forEach(header -> request.headers().add(header.name(), header.value()));
        var _ = context.writeAndFlush(request, context.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof HttpResponse response && response.status().code() != 200) {
                fail(context, refused("proxyconnect tcp: the proxy answers " + response.status()));
            } else if (message instanceof LastHttpContent) {
                context.pipeline().remove(HttpClientCodec.class);
                through(context);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }
}
