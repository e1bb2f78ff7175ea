package io.narthex.http;

import java.net.InetSocketAddress;
import java.util.List;

/// The running HTTP server.
///
/// Thread safety: safe for concurrent calls.
public final class HttpServer implements AutoCloseable {
    private final HttpServerOptions options;

    private HttpServer(HttpServerOptions options) {
        this.options = options;
    }

    /// Listens on every address and starts to answer.
    ///
    /// @throws ListenException if an address can't be had; nothing is left open then
    public static HttpServer start(HttpServerOptions options, HttpServices services) {
        HttpServer server = new HttpServer(options);
        throw new UnsupportedOperationException(
                "the HTTP server is not built yet: " + server.addresses() + services);
    }

    /// The addresses that the server listens on, in the order of the options, with real ports.
    public List<InetSocketAddress> addresses() {
        return options.listen();
    }

    /// The port of the first address.
    public int port() {
        return addresses().getFirst().getPort();
    }

    /// What was counted so far.
    public HttpStats stats() {
        return new HttpStats(0, 0, 0, 0, List.of());
    }

    /// Stops listening, lets running requests finish for a while, then cancels them and closes all
    /// connections. May be called twice.
    @Override
    public void close() {}
}
