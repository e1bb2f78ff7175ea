package io.narthex.http.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

import java.util.ArrayList;
import java.util.List;

/// Stops accepting while too many connections are open; the others wait in the kernel's queue.
///
/// All listening sockets share one event loop and accept one connection at a time, so the limit is
/// never passed.
///
/// Thread safety: everything happens on that event loop.
@ChannelHandler.Sharable
final class ConnectionLimit extends ChannelInboundHandlerAdapter {
    private final int limit;
    private final TransportCounters counters;
    private final List<Channel> listeners = new ArrayList<>();

    ConnectionLimit(int limit, TransportCounters counters) {
        this.limit = limit;
        this.counters = counters;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        listeners.add(ctx.channel());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        listeners.remove(ctx.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        counters.acceptedConnections.increment();
        counters.openConnections.incrementAndGet();
        ((Channel) accepted).closeFuture().addListener(_ -> released(ctx));
        judge();
        ctx.fireChannelRead(accepted);
    }

    private void released(ChannelHandlerContext ctx) {
        counters.openConnections.decrementAndGet();
        if (!ctx.executor().isShuttingDown()) {
            ctx.executor().execute(this::judge);
        }
    }

    private void judge() {
        boolean accept = counters.openConnections.get() < limit;
        for (Channel listener : listeners) {
            listener.config().setAutoRead(accept);
        }
    }
}
