package io.narthex.http;

import io.narthex.http.security.WebConfigException;
import io.narthex.http.security.WebConfigSource;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// How the server listens, and what it bears. [#DEFAULTS] has Prometheus' defaults; the `with`
/// methods change one thing each.
///
/// @param listen addresses to listen on; port 0 takes a free one
/// @param maxConnections connections open at once, over all addresses; more wait to be accepted
/// @param readTimeout longest time to receive a request, and longest idle time between requests
/// @param writeTimeout longest time for which a client may take no byte of its response
/// @param maxBodyBytes largest request body; a larger one gets 413
/// @param routePrefix path before every route, `/` or such as `/narthex`
/// @param corsOrigin origins that may read answers in a browser; must match the whole origin
/// @param security who is let in, and how
/// @param shutdownGrace how long [HttpServer#close] lets running requests finish
///
/// Thread safety: immutable.
public record HttpServerOptions(
        List<InetSocketAddress> listen,
        int maxConnections,
        Duration readTimeout,
        Duration writeTimeout,
        int maxBodyBytes,
        String routePrefix,
        Pattern corsOrigin,
        WebConfigSource security,
        Duration shutdownGrace) {
    /// Port 9090 on all addresses, 512 connections, 5 minutes to read, 32 MiB per body.
    public static final HttpServerOptions DEFAULTS =
            new HttpServerOptions(
                    List.of(new InetSocketAddress(9090)),
                    512,
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(30),
                    32 << 20,
                    "/",
                    Pattern.compile(".*"),
                    WebConfigSource.OPEN,
                    Duration.ofSeconds(5));

    /// Normalises the prefix to `/…` without a slash at the end (`/` itself excepted).
    ///
    /// @throws IllegalArgumentException if there is no address or a limit is not positive
    public HttpServerOptions {
        listen = List.copyOf(listen);
        if (listen.isEmpty()) {
            throw new IllegalArgumentException("no address to listen on");
        }
        if (maxConnections <= 0 || maxBodyBytes <= 0) {
            throw new IllegalArgumentException("limits must be positive");
        }
        String inner = routePrefix.replaceAll("^/+|/+$", "");
        routePrefix = "/" + inner;
    }

    /// Other addresses.
    public HttpServerOptions withListen(InetSocketAddress... addresses) {
        return new HttpServerOptions(
                List.of(addresses),
                maxConnections,
                readTimeout,
                writeTimeout,
                maxBodyBytes,
                routePrefix,
                corsOrigin,
                security,
                shutdownGrace);
    }

    /// Other limits on connections and request bodies.
    public HttpServerOptions withLimits(int connections, int bodyBytes) {
        return new HttpServerOptions(
                listen,
                connections,
                readTimeout,
                writeTimeout,
                bodyBytes,
                routePrefix,
                corsOrigin,
                security,
                shutdownGrace);
    }

    /// Other time-outs.
    public HttpServerOptions withTimeouts(Duration read, Duration write) {
        return new HttpServerOptions(
                listen,
                maxConnections,
                read,
                write,
                maxBodyBytes,
                routePrefix,
                corsOrigin,
                security,
                shutdownGrace);
    }

    /// Another path before every route.
    public HttpServerOptions withRoutePrefix(String prefix) {
        return new HttpServerOptions(
                listen,
                maxConnections,
                readTimeout,
                writeTimeout,
                maxBodyBytes,
                prefix,
                corsOrigin,
                security,
                shutdownGrace);
    }

    /// Another set of origins that may read answers in a browser.
    public HttpServerOptions withCorsOrigin(Pattern origins) {
        return new HttpServerOptions(
                listen,
                maxConnections,
                readTimeout,
                writeTimeout,
                maxBodyBytes,
                routePrefix,
                origins,
                security,
                shutdownGrace);
    }

    /// Whether TLS is spoken, as far as that is known.
    public boolean hasTls() {
        try {
            return security.current().tls() != null;
        } catch (WebConfigException _) {
            return false;
        }
    }

    /// The same, protected.
    public HttpServerOptions withSecurity(WebConfigSource source) {
        return new HttpServerOptions(
                listen,
                maxConnections,
                readTimeout,
                writeTimeout,
                maxBodyBytes,
                routePrefix,
                corsOrigin,
                source,
                shutdownGrace);
    }
}
