package io.narthex.scrape.http;

import io.narthex.scrape.ScrapeError;
import io.narthex.scrape.ScrapeProblem;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.net.SocketAddress;

/// Asks a proxy to connect to a target. To the others on this channel it is as if the connection
/// were made when the proxy says so; then this goes away.
///
/// Thread safety: on the event loop of one connection.
final class Tunnel extends ChannelDuplexHandler {
    private final Route route;
    private final Runnable whenThrough;
    private @Nullable ChannelPromise connected;

    /// @param whenThrough adds the handlers of what follows
    Tunnel(Route route, Runnable whenThrough) {
        this.route = route;
        this.whenThrough = whenThrough;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.pipeline().addBefore(context.name(), null, new HttpClientCodec());
    }

    @Override
    public void connect(
            ChannelHandlerContext context,
            SocketAddress remote,
            @Nullable SocketAddress local,
            ChannelPromise promise) {
        connected = promise;
        context.connect(remote, local, context.newPromise())
                .addListener(
                        done -> {
                            if (!done.isSuccess()) {
                                promise.tryFailure(done.cause());
                            }
                        });
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
                fail(context, refused("the proxy answers " + response.status()));
            } else if (message instanceof LastHttpContent) {
                context.pipeline().remove(HttpClientCodec.class);
                context.pipeline().remove(this);
                whenThrough.run();
                if (connected != null) {
                    connected.trySuccess();
                }
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private static FetchException refused(String why) {
        return new FetchException(
                new ScrapeError(
                        ScrapeProblem.OTHER,
                        "proxyconnect tcp: " + why,
                        "is proxy_url right, and does the proxy let this server reach the"
                                + " target?"));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(context, new EOFException("the proxy closed the connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, cause);
    }

    private void fail(ChannelHandlerContext context, Throwable cause) {
        if (connected != null) {
            connected.tryFailure(cause);
        }
        var _ = context.close();
    }
}
