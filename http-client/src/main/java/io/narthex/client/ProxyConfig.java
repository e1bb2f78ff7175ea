package io.narthex.client;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;
import java.util.Map;

/// Through whom others are asked.
///
/// @param url the proxy, or null; its user and password are for the proxy
/// @param noProxy who is asked directly, separated by commas
/// @param fromEnvironment whether `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` say it instead
/// @param connectHeaders what the proxy is told beside the host that it is to connect to
///
/// Thread safety: immutable.
public record ProxyConfig(
        @Nullable URI url,
        String noProxy,
        boolean fromEnvironment,
        Map<String, List<Secret>> connectHeaders) {
    /// No proxy.
    public static final ProxyConfig NONE = new ProxyConfig(null, "", false, Map.of());

    /// Copies the map.
    public ProxyConfig {
        connectHeaders = Map.copyOf(connectHeaders);
    }

    /// Hides the password of the proxy.
    @Override
    public String toString() {
        return "ProxyConfig[url=" + (url == null ? "" : url.getHost() + ":" + url.getPort()) + "]";
    }
}
