package io.narthex.client;

import java.util.List;
import java.util.Map;

/// How others are asked over HTTP: what jobs, Alertmanagers and remote stores have in common.
///
/// @param headers what requests have beside their own headers, by name
/// @param followRedirects whether requests go where an answer sends them
///
/// Thread safety: immutable.
public record HttpClientConfig(
        Authentication authentication,
        Map<String, List<Secret>> headers,
        TlsConfig tls,
        ProxyConfig proxy,
        boolean followRedirects) {
    /// Nothing is set.
    public static final HttpClientConfig DEFAULTS =
            new HttpClientConfig(
                    new Authentication.None(),
                    Map.of(),
                    TlsConfig.DEFAULTS,
                    ProxyConfig.NONE,
                    true);

    /// Copies the collections.
    public HttpClientConfig {
        headers = Map.copyOf(headers);
    }

    /// The same with or without following redirects.
    public HttpClientConfig withFollowRedirects(boolean follow) {
        return new HttpClientConfig(authentication, headers, tls, proxy, follow);
    }

    /// The same with another way to say who asks.
    public HttpClientConfig withAuthentication(Authentication other) {
        return new HttpClientConfig(other, headers, tls, proxy, followRedirects);
    }

    /// The same with other headers.
    public HttpClientConfig withHeaders(Map<String, List<Secret>> other) {
        return new HttpClientConfig(authentication, other, tls, proxy, followRedirects);
    }

    /// The same with another way to speak TLS.
    public HttpClientConfig withTls(TlsConfig other) {
        return new HttpClientConfig(authentication, headers, other, proxy, followRedirects);
    }

    /// The same through another proxy.
    public HttpClientConfig withProxy(ProxyConfig other) {
        return new HttpClientConfig(authentication, headers, tls, other, followRedirects);
    }
}
