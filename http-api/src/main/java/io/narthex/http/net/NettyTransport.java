package io.narthex.http.net;

import io.narthex.http.ListenException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Listens, accepts, and owns the event loops: epoll where the platform has it, NIO elsewhere.
///
/// Thread safety: safe for concurrent calls.
public final class NettyTransport {
    /// Longest request line and longest headers. Dashboards send long queries in the URL.
    private static final int MAX_LINE_BYTES = 64 << 10;

    private static final int MAX_HEADER_BYTES = 64 << 10;
    private static final int MAX_IO_THREADS = 4;

    private final TransportOptions options;
    private final RequestHandler handler;
    private final TransportCounters counters = new TransportCounters();
    private final EventLoopGroup acceptor = group("http-accept", 1);
    private final EventLoopGroup io = group("http-io", ioThreads());
    private final List<Channel> listeners = new ArrayList<>();
    private final ChannelGroup connections =
            new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    private NettyTransport(TransportOptions options, RequestHandler handler) {
        this.options = options;
        this.handler = handler;
    }

    /// Listens on every address.
    ///
    /// @throws ListenException if an address can't be had; nothing is left open then
    public static NettyTransport bind(
            List<InetSocketAddress> addresses, TransportOptions options, RequestHandler handler) {
        NettyTransport transport = new NettyTransport(options, handler);
        ServerBootstrap bootstrap = transport.bootstrap();
        for (InetSocketAddress address : addresses) {
            ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
            if (!bound.isSuccess()) {
                transport.close(Duration.ZERO);
                throw refused(address, bound.cause());
            }
            transport.listeners.add(bound.channel());
        }
        return transport;
    }

    /// The addresses listened on, with real ports.
    public List<InetSocketAddress> addresses() {
        return listeners.stream().map(c -> (InetSocketAddress) c.localAddress()).toList();
    }

    /// What is counted here.
    public TransportCounters counters() {
        return counters;
    }

    /// Stops listening, waits for running requests, then closes every connection.
    public void close(Duration grace) {
        listeners.forEach(c -> c.close().awaitUninterruptibly());
        for (Channel channel : connections) {
            Connection connection = channel.pipeline().get(Connection.class);
            if (connection != null) {
                channel.eventLoop().execute(connection::stop);
            }
        }
        connections.newCloseFuture().awaitUninterruptibly(grace.toMillis());
        connections.close().awaitUninterruptibly();
        var _ = acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        io.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private ServerBootstrap bootstrap() {
        return new ServerBootstrap()
                .group(acceptor, io)
                .channel(serverChannel())
                .handler(new ConnectionLimit(options.maxConnections(), counters))
                .option(ChannelOption.SO_REUSEADDR, true)
                // One accept per turn: the limit is checked after each.
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(64).maxMessagesPerRead(1))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                connections.add(channel);
                                channel.pipeline()
                                        .addLast(new HttpServerCodec(decoderConfig()))
                                        .addLast(
                                                new Connection(
                                                        channel, options, counters, handler));
                            }
                        });
    }

    private static HttpDecoderConfig decoderConfig() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES);
    }

    private static Class<? extends ServerChannel> serverChannel() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    private static EventLoopGroup group(String name, int threads) {
        IoHandlerFactory factory =
                Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory(name, true), factory);
    }

    private static int ioThreads() {
        return Math.min(MAX_IO_THREADS, Runtime.getRuntime().availableProcessors());
    }

    private static ListenException refused(InetSocketAddress address, Throwable cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return new ListenException(address, message.contains("address already in use"), cause);
    }
}
