package io.narthex.scrape.http;

import io.narthex.client.ClientHeader;
import io.narthex.client.ClientSession;
import io.narthex.client.CredentialsException;
import io.narthex.client.TlsSetup;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// The way to a target: directly or through a proxy, with or without TLS.
///
/// @param target whom the request is for
/// @param tls how TLS is spoken with the target; null where the URL wants none
/// @param proxy who is connected to instead of the target, or null
/// @param connectHeaders what the proxy is told with the request to connect
///
/// Thread safety: immutable.
record Route(
        HostPort target,
        @Nullable TlsSetup tls,
        @Nullable URI proxy,
        List<ClientHeader> connectHeaders) {
    private static final int HTTP = 80;
    private static final int SOCKS = 1080;

    static Route to(URI url, ClientSession session) throws CredentialsException {
        HostPort target = HostPort.required(url);
        String host = target.host();
        boolean brackets = host.startsWith("[") && host.endsWith("]");
        URI proxy =
                session.proxy(
                        url, brackets ? host.substring(1, host.length() - 1) : host, target.port());
        TlsSetup tls = url.getScheme().equals("https") ? session.tls() : null;
        List<ClientHeader> headers = new ArrayList<>();
        if (proxy != null && tls != null && !isSocks(proxy)) {
            headers.addAll(session.connectHeaders());
            headers.addAll(ClientSession.proxyAuthorization(proxy));
        }
        return new Route(target, tls, proxy, headers);
    }

    /// Whom to connect to.
    HostPort first() {
        URI via = proxy;
        return via == null ? target : new HostPort(via.getHost(), portOf(via));
    }

    private static int portOf(URI proxy) {
        return proxy.getPort() >= 0 ? proxy.getPort() : isSocks(proxy) ? SOCKS : HTTP;
    }

    private static boolean isSocks(URI proxy) {
        return proxy.getScheme().startsWith("socks5");
    }

    /// Whether the proxy speaks SOCKS and passes everything on as it is.
    boolean isSocks() {
        URI via = proxy;
        return via != null && isSocks(via);
    }

    /// Whether a proxy of HTTP is asked to pass bytes on as they are, since it can't read the
    /// request.
    boolean isTunnel() {
        return proxy != null && tls != null && !isSocks();
    }

    /// Whether the proxy reads the request and asks the target itself.
    boolean isForwarded() {
        return proxy != null && tls == null && !isSocks();
    }

    /// Where an attempt to connect failed, such as `dial tcp`.
    String dialed() {
        return proxy == null ? "dial tcp " : "proxyconnect tcp: dial tcp ";
    }
}
