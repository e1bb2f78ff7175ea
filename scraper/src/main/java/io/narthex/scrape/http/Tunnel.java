package io.narthex.scrape.http;

import io.narthex.scrape.ScrapeError;
import io.narthex.scrape.ScrapeProblem;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.net.SocketAddress;

/// Asks a proxy to connect to a target. To the others on this channel it is as if the connection
/// were made when the proxy says so; then this goes away.
///
/// Thread safety: on the event loop of one connection.
abstract class Tunnel extends ChannelDuplexHandler {
    /// Where to.
    final Route route;

    private final Runnable whenThrough;
    private @Nullable ChannelPromise connected;

    /// @param whenThrough adds the handlers of what follows
    Tunnel(Route route, Runnable whenThrough) {
        this.route = route;
        this.whenThrough = whenThrough;
    }

    @Override
    public final void connect(
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

    /// The proxy has connected.
    final void through(ChannelHandlerContext context) {
        context.pipeline().remove(this);
        whenThrough.run();
        if (connected != null) {
            connected.trySuccess();
        }
    }

    /// What becomes of a scrape whose proxy does not connect.
    static FetchException refused(String what) {
        return new FetchException(
                new ScrapeError(
                        ScrapeProblem.OTHER,
                        what,
                        "is proxy_url right, and does the proxy let this server reach the"
                                + " target?"));
    }

    @Override
    public final void channelInactive(ChannelHandlerContext context) {
        fail(context, new EOFException("the proxy closed the connection"));
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, cause);
    }

    /// Ends the attempt.
    final void fail(ChannelHandlerContext context, Throwable cause) {
        if (connected != null) {
            connected.tryFailure(cause);
        }
        var _ = context.close();
    }
}
