package io.narthex.client;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What a configuration comes to for the next request. All who ask by the same configuration share
/// one, so that they share its token.
///
/// Thread safety: safe for concurrent calls.
public final class ClientSession {
    private static final String AUTHORIZATION = "Authorization";

    /// Who was redirected to another host does not tell it these.
    private static final Set<String> FOR_THE_OWN_HOST =
            Set.of(
                    "authorization",
                    "www-authenticate",
                    "cookie",
                    "cookie2",
                    "proxy-authorization",
                    "proxy-authenticate");

    private final HttpClientConfig config;
    private final TokenSource tokens;
    private final TlsSource tls;
    private final ProxyChoice proxies;

    /// Asks nobody yet.
    ///
    /// @param transport asks for tokens, where they are what says who asks
    public ClientSession(HttpClientConfig config, TokenTransport transport) {
        this.config = config;
        this.tokens = new TokenSource(transport);
        this.tls = new TlsSource(config.tls());
        this.proxies = new ProxyChoice(config.proxy(), System.getenv()::get);
    }

    /// What was configured.
    public HttpClientConfig config() {
        return config;
    }

    /// The headers that the next request has beside its own. Reads files, and waits for a token
    /// where a new one is needed.
    ///
    /// @param ownHost whether the request goes to the host that was asked first, or one below it
    /// @param patience longest wait
    /// @throws CredentialsException if a file can't be read, or no token is to be had
    public List<ClientHeader> headers(boolean ownHost, Duration patience)
            throws CredentialsException, InterruptedException {
        List<ClientHeader> headers = new ArrayList<>();
        for (Map.Entry<String, List<Secret>> header : config.headers().entrySet()) {
            String name = header.getKey();
            if (!ownHost && FOR_THE_OWN_HOST.contains(name.toLowerCase(Locale.ROOT))) {
                continue;
            }
            for (Secret value : header.getValue()) {
                headers.add(new ClientHeader(name, read(value, "header " + name)));
            }
        }
        if (ownHost) {
            authorize(headers, patience);
        }
        return headers;
    }

    /// How TLS is spoken now. Reads files; the same as the last time unless they have changed.
    ///
    /// @throws CredentialsException if a file can't be read, or holds something else
    public TlsSetup tls() throws CredentialsException {
        return tls.current();
    }

    /// The proxy that a request goes through, or null.
    ///
    /// @param host of the URL, an address of version 6 without brackets
    /// @param port of the URL, or what its scheme stands for
    public @Nullable URI proxy(URI url, String host, int port) {
        return proxies.of(url, host, port);
    }

    /// What a proxy is told with the request to connect to another host.
    ///
    /// @throws CredentialsException if a file can't be read
    public List<ClientHeader> connectHeaders() throws CredentialsException {
        List<ClientHeader> headers = new ArrayList<>();
        for (Map.Entry<String, List<Secret>> e : config.proxy().connectHeaders().entrySet()) {
            for (Secret value : e.getValue()) {
                headers.add(new ClientHeader(e.getKey(), read(value, "proxy connect header")));
            }
        }
        return headers;
    }

    /// What tells a proxy who asks, if its URL says who.
    public static List<ClientHeader> proxyAuthorization(URI proxy) {
        String user = proxy.getUserInfo();
        return user == null
                ? List.of()
                : List.of(new ClientHeader("Proxy-Authorization", basic(user)));
    }

    private void authorize(List<ClientHeader> headers, Duration patience)
            throws CredentialsException, InterruptedException {
        switch (config.authentication()) {
            case Authentication.None _ -> {}
            case Authentication.Basic(Secret username, Secret password) -> {
                String user = read(username, "basic auth username");
                String pair = user + ":" + read(password, "basic auth password");
                headers.add(new ClientHeader(AUTHORIZATION, basic(pair)));
            }
            case Authentication.Header(String type, Secret credentials) -> {
                String value = type + " " + read(credentials, "authorization credentials");
                headers.add(new ClientHeader(AUTHORIZATION, value));
            }
            case Authentication.OAuth2 oauth2 -> {
                String secret = read(oauth2.clientSecret(), "oauth2 client secret");
                String value = tokens.token(oauth2, secret, patience);
                headers.add(new ClientHeader(AUTHORIZATION, value));
            }
        }
    }

    /// The value of a header for a name and a password with a colon between them.
    static String basic(String pair) {
        byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }

    private static String read(Secret secret, String what) throws CredentialsException {
        try {
            return secret.read();
        } catch (CredentialsException e) {
            throw e.of(what);
        }
    }
}
