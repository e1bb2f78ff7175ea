package io.narthex.http;

import io.narthex.http.api.Router;
import io.narthex.http.api.Routes;
import io.narthex.http.api.SecuredHandler;
import io.narthex.http.net.NettyTransport;
import io.narthex.http.net.TransportCounters;
import io.narthex.http.net.TransportOptions;
import io.narthex.http.security.WebConfigException;
import io.narthex.http.security.WebConfigSource;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// The running HTTP server.
///
/// Thread safety: safe for concurrent calls.
public final class HttpServer implements AutoCloseable {
    /// Request bodies may take this part of the heap, all together.
    private static final int HEAP_SHARE = 8;

    private final Router router;
    private final NettyTransport transport;
    private final Duration shutdownGrace;
    private final AtomicBoolean closed = new AtomicBoolean();

    private HttpServer(Router router, NettyTransport transport, Duration shutdownGrace) {
        this.router = router;
        this.transport = transport;
        this.shutdownGrace = shutdownGrace;
    }

    /// Listens on every address and starts to answer.
    ///
    /// @throws ListenException if an address can't be had; nothing is left open then
    /// @throws IllegalArgumentException if it is not known how the server is to be protected
    public static HttpServer start(HttpServerOptions options, HttpServices services) {
        Router router = Routes.router(options, services);
        long bufferedBytes =
                Math.max(options.maxBodyBytes(), Runtime.getRuntime().maxMemory() / HEAP_SHARE);
        TransportOptions limits =
                new TransportOptions(
                        options.maxConnections(),
                        options.readTimeout(),
                        options.writeTimeout(),
                        options.maxBodyBytes(),
                        bufferedBytes);
        WebConfigSource security = options.security();
        NettyTransport transport;
        try {
            transport =
                    NettyTransport.bind(
                            options.listen(),
                            limits,
                            new SecuredHandler(security, router),
                            security);
        } catch (WebConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return new HttpServer(router, transport, options.shutdownGrace());
    }

    /// The addresses that the server listens on, in the order of the options, with real ports.
    public List<InetSocketAddress> addresses() {
        return transport.addresses();
    }

    /// The port of the first address.
    public int port() {
        return addresses().getFirst().getPort();
    }

    /// What was counted so far.
    public HttpStats stats() {
        TransportCounters counters = transport.counters();
        return new HttpStats(
                counters.openConnections(),
                counters.acceptedConnections(),
                counters.activeRequests(),
                counters.malformedRequests(),
                router.stats());
    }

    /// Stops listening, lets running requests finish for a while, then cancels them and closes all
    /// connections. May be called twice.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            transport.close(shutdownGrace);
        }
    }
}
