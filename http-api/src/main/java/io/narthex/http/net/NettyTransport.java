package io.narthex.http.net;

import io.narthex.http.ListenException;
import io.narthex.http.security.WebConfig;
import io.narthex.http.security.WebConfigException;
import io.narthex.http.security.WebConfigSource;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
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
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;

import org.jspecify.annotations.Nullable;

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
    private static final int MAX_IO_THREADS = 4;

    private final TransportOptions options;
    private final RequestHandler handler;
    private final @Nullable TlsContexts tls;
    private final TransportCounters counters = new TransportCounters();
    private final EventLoopGroup acceptor = group("http-accept", 1);
    private final EventLoopGroup io = group("http-io", ioThreads());
    private final List<Channel> listeners = new ArrayList<>();
    private final ChannelGroup connections =
            new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    private NettyTransport(
            TransportOptions options, RequestHandler handler, WebConfigSource security)
            throws WebConfigException {
        this.options = options;
        this.handler = handler;
        // Whether there is TLS, and HTTP/2 in it, stays as it is at the start.
        WebConfig config = security.current();
        this.tls = config.tls() == null ? null : new TlsContexts(security, config.http2());
    }

    /// Listens on every address.
    ///
    /// @param security asked for keys at every handshake
    /// @throws ListenException if an address can't be had; nothing is left open then
    /// @throws WebConfigException if it is not known whether there is to be TLS
    public static NettyTransport bind(
            List<InetSocketAddress> addresses,
            TransportOptions options,
            RequestHandler handler,
            WebConfigSource security)
            throws WebConfigException {
        NettyTransport transport = new NettyTransport(options, handler, security);
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
            } else if (channel.pipeline().get(Http2FrameCodec.class) != null) {
                // Says goodbye, and lets streams end.
                var _ = channel.close();
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
                        new Pipelines(options, counters, handler, tls) {
                            @Override
                            protected void initChannel(Channel channel) {
                                connections.add(channel);
                                super.initChannel(channel);
                            }
                        });
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
