package io.narthex.scrape.loop;

import io.narthex.scrape.ScraperOptions;
import io.narthex.scrape.http.HostPort;

import java.net.URI;
import java.net.URISyntaxException;

/// The address of a target as somebody on another machine would write it.
///
/// Thread safety: stateless.
final class GlobalUrl {
    private GlobalUrl() {}

    /// Replaces a local host name by that of this server's external URL. The port is replaced too
    /// where the target is this server itself.
    static String of(URI url, ScraperOptions options) {
        URI external = options.externalUrl();
        HostPort own = HostPort.of(url);
        if (external == null || external.getHost() == null || own == null || !isLocal(own.host())) {
            return url.toString();
        }
        boolean itself = own.port() == options.listenPort();
        try {
            return new URI(
                            itself ? external.getScheme() : url.getScheme(),
                            null,
                            external.getHost(),
                            itself ? external.getPort() : own.port(),
                            url.getPath(),
                            url.getQuery(),
                            null)
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("BUG: parts of URLs make no URL", e);
        }
    }

    private static boolean isLocal(String host) {
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    }
}
