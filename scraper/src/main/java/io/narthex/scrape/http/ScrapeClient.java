package io.narthex.scrape.http;

import io.narthex.client.ClientSession;
import io.narthex.client.HttpClientConfig;
import io.narthex.client.TlsSetup;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/// What all connections of a scraper share: the event loop and name look-up.
///
/// Thread safety: safe for concurrent calls.
public final class ScrapeClient implements AutoCloseable {
    /// Longest status line, and most bytes of headers, of an answer.
    private static final int MAX_LINE = 4 << 10;

    private static final int MAX_HEAD = 8 << 10;

    private final EventLoopGroup io =
            new MultiThreadIoEventLoopGroup(
                    1,
                    new DefaultThreadFactory("narthex-scrape-io", true),
                    Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    private final NameLookups lookups;
    private final BodyBuffers buffers = new BodyBuffers();
    private final ReadMemory memory = new ReadMemory();

    /// Starts the event loop.
    ///
    /// @param resolver where addresses come from; [HostResolver#SYSTEM] outside of tests
    public ScrapeClient(HostResolver resolver) {
        lookups = new NameLookups(resolver);
    }

    /// What a configuration comes to, with tokens that are asked for over this client.
    ///
    /// @param userAgent of requests for tokens
    public ClientSession session(HttpClientConfig config, String userAgent) {
        return new ClientSession(config, new TokenRequests(this, userAgent));
    }

    /// A connection for one target, made when it is first used.
    ///
    /// @param session tells how the target is asked
    public TargetConnection connection(ClientSession session) {
        return new TargetConnection(this, session);
    }

    BodyBuffers buffers() {
        return buffers;
    }

    NameLookups lookups() {
        return lookups;
    }

    /// Begins to connect. The future ends when a request can be sent, behind a proxy's answer where
    /// there is one.
    ChannelFuture connect(Route route, InetSocketAddress address, ResponseCollector collector) {
        boolean epoll = Epoll.isAvailable();
        return new Bootstrap()
                .group(io)
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.RECVBUF_ALLOCATOR, memory)
                // The caller's deadline ends the attempt.
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                .handler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                Runnable through = () -> addHandlers(channel, route, collector);
                                if (route.isTunnel()) {
                                    channel.pipeline().addLast(new ConnectTunnel(route, through));
                                } else if (route.isSocks()) {
                                    channel.pipeline().addLast(new SocksTunnel(route, through));
                                } else {
                                    through.run();
                                }
                            }
                        })
                .connect(address);
    }

    private static void addHandlers(Channel channel, Route route, ResponseCollector collector) {
        TlsSetup tls = route.tls();
        HostPort target = route.target();
        channel.pipeline()
                .addLast(
                        tls == null
                                ? new TlsRecordCheck()
                                : new SslHandler(tls.engine(target.host(), target.port())))
                // What was read at once is handed on at once.
                .addLast(new HttpClientCodec(MAX_LINE, MAX_HEAD, ReadMemory.BYTES))
                .addLast(collector);
    }

    /// Closes every connection.
    @Override
    public void close() {
        if (io.shutdownGracefully(0, 1, TimeUnit.SECONDS)
                .awaitUninterruptibly(5, TimeUnit.SECONDS)) {
            memory.release();
        }
    }
}
