package io.narthex.server;

import io.narthex.http.HttpServerOptions;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/// How others reach this server.
///
/// Thread safety: stateless.
final class OwnAddress {
    private static final Logger LOG = LoggerFactory.getLogger(OwnAddress.class);

    private OwnAddress() {}

    /// Where alerts link to, without a slash at its end.
    static String external(ServerOptions options) {
        URI given = options.externalUrl();
        int port = options.http().listen().getFirst().getPort();
        String own = scheme(options.http()) + hostname() + ":" + port;
        String url = given == null ? own : given.toString();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    static String scheme(HttpServerOptions http) {
        return http.hasTls() ? "https://" : "http://";
    }

    /// This machine's name, or `localhost` where it has none.
    static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            LOG.debug("this machine's name is unknown", e);
            return "localhost";
        }
    }
}
