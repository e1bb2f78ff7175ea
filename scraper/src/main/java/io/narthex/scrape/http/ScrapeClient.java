package io.narthex.scrape.http;

import io.narthex.client.ClientSession;
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
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;

/// What all connections of a scraper share: the event loop, name look-up, TLS.
///
/// Thread safety: safe for concurrent calls.
public final class ScrapeClient implements AutoCloseable {
    private final EventLoopGroup io =
            new MultiThreadIoEventLoopGroup(
                    1,
                    new DefaultThreadFactory("narthex-scrape-io", true),
                    Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    private final NameLookups lookups;
    private final Object tlsLock = new Object();
    private @Nullable SslContext tls;

    /// Starts the event loop.
    ///
    /// @param resolver where addresses come from; [HostResolver#SYSTEM] outside of tests
    public ScrapeClient(HostResolver resolver) {
        lookups = new NameLookups(resolver);
    }

    /// A connection for one target, made when it is first used.
    ///
    /// @param session tells how the target is asked
    public TargetConnection connection(ClientSession session) {
        return new TargetConnection(this, session);
    }

    NameLookups lookups() {
        return lookups;
    }

    /// Begins to connect.
    ///
    /// @throws SSLException if TLS can't be set up
    ChannelFuture connect(URI url, InetSocketAddress address, ResponseCollector collector)
            throws SSLException {
        SslContext secure = isTls(url) ? tls() : null;
        boolean epoll = Epoll.isAvailable();
        return new Bootstrap()
                .group(io)
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                // The caller's deadline ends the attempt.
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                .handler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                addHandlers(channel, secure, url, collector);
                            }
                        })
                .connect(address);
    }

    private static void addHandlers(
            Channel channel, @Nullable SslContext secure, URI url, ResponseCollector collector) {
        if (secure == null) {
            channel.pipeline().addLast(new TlsRecordCheck());
        } else {
            HostPort target = HostPort.required(url);
            channel.pipeline()
                    .addLast(secure.newHandler(channel.alloc(), target.host(), target.port()));
        }
        channel.pipeline().addLast(new HttpClientCodec()).addLast(collector);
    }

    private static boolean isTls(URI url) {
        return url.getScheme().equals("https");
    }

    private SslContext tls() throws SSLException {
        synchronized (tlsLock) {
            if (tls == null) {
                tls = SslContextBuilder.forClient().build();
            }
            return tls;
        }
    }

    /// Closes every connection.
    @Override
    public void close() {
        io.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
