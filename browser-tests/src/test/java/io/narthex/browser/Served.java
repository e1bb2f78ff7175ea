package io.narthex.browser;

import io.narthex.http.HttpServerOptions;
import io.narthex.server.NarthexServer;
import io.narthex.server.ServerOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.PrometheusApi;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// A Narthex server in this process, on a free port of the loopback address.
///
/// @param server what runs
/// @param api asks it, as any other client does
record Served(NarthexServer server, PrometheusApi api) implements AutoCloseable {
    /// Starts a server.
    ///
    /// @param yaml its configuration file's text; may be empty
    static Served with(String yaml) {
        ServerOptions options =
                ServerOptions.of(
                        HttpServerOptions.DEFAULTS.withListen(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        NarthexServer server =
                NarthexServer.start(options, ConfigFile.parse("test.yml", yaml, _ -> null));
        return new Served(server, new PrometheusApi(server.url()));
    }

    /// The page's address.
    ///
    /// @param hash its state, such as `#/targets`; empty for what it shows first
    String url(String hash) {
        return server.url() + hash;
    }

    @Override
    public void close() {
        server.close();
    }
}
