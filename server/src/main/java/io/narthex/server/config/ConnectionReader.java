package io.narthex.server.config;

import io.narthex.client.ProxyConfig;
import io.narthex.client.Secret;
import io.narthex.client.TlsConfig;
import io.narthex.client.TlsVersion;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.KeyType;
import io.narthex.yaml.YamlMapping;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads the keys about connections: TLS, and proxies.
///
/// Thread safety: stateless.
final class ConnectionReader {
    private static final String TLS = "tls_config";
    private static final String PROXY = "proxy_url";
    private static final String NO_PROXY = "no_proxy";
    private static final String FROM_ENVIRONMENT = "proxy_from_environment";
    private static final String CONNECT_HEADER = "proxy_connect_header";

    private static final Set<String> PROXIES = Set.of("http", "socks5", "socks5h");

    private static final List<String> VERSIONS =
            Arrays.stream(TlsVersion.values()).map(TlsVersion::name).toList();

    private static final KeyTable TLS_KEYS =
            KeyTable.of(
                            "tls_config",
                            Key.text("ca", "certificates to trust, in PEM"),
                            Key.text("ca_file", "the same in a file"),
                            Key.text("cert", "our own certificate, in PEM"),
                            Key.text("cert_file", "the same in a file"),
                            Key.text("key", "its key, in PEM"),
                            Key.text("key_file", "the same in a file"),
                            Key.text(
                                    "server_name",
                                    "whose certificate is expected, if not that of the URL's host"),
                            Key.flag("insecure_skip_verify", false, "any certificate will do"),
                            Key.word(
                                    "min_version",
                                    TlsConfig.DEFAULTS.min().name(),
                                    "the oldest version",
                                    VERSIONS),
                            Key.word(
                                    "max_version",
                                    TlsConfig.DEFAULTS.max().name(),
                                    "the newest version",
                                    VERSIONS))
                    .later("ca_ref", "cert_ref", "key_ref");

    /// What of a connection a configuration may set.
    static final KeyTable KEYS =
            KeyTable.of(
                    "connection",
                    Key.block(TLS, TLS_KEYS, "how TLS is spoken"),
                    Key.text(
                            PROXY,
                            "a proxy, `http://user:password@host:port` or"
                                    + " `socks5://user:password@host:port`"),
                    Key.text(
                            NO_PROXY,
                            "who is asked without it: names, addresses, networks or `*`, with"
                                    + " commas between them"),
                    Key.flag(
                            FROM_ENVIRONMENT,
                            false,
                            "`HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` say it instead"),
                    Key.of(
                            CONNECT_HEADER,
                            KeyType.TEXTS_BY_NAME,
                            "",
                            "what the proxy is told with the request to connect"));

    private ConnectionReader() {}

    static TlsConfig tls(YamlMapping block) {
        YamlMapping tls = block.mapping(TLS);
        one(tls, "ca", "at most one of ca, ca_file & ca_ref");
        one(tls, "cert", "at most one of cert, cert_file & cert_ref");
        one(tls, "key", "at most one of key and key_file");
        Secret ca = HttpClientReader.secret(tls, "ca", "ca_file");
        Secret cert = HttpClientReader.secret(tls, "cert", "cert_file");
        Secret key = HttpClientReader.secret(tls, "key", "key_file");
        if (key.equals(Secret.EMPTY) && !cert.equals(Secret.EMPTY)) {
            throw tls.place()
                    .error(
                            "exactly one of key or key_file must be configured when a client"
                                    + " certificate is configured");
        }
        if (cert.equals(Secret.EMPTY) && !key.equals(Secret.EMPTY)) {
            throw tls.place()
                    .error(
                            "exactly one of cert or cert_file must be configured when a client key"
                                    + " is configured");
        }
        String[] name = {""};
        tls.text("server_name", text -> name[0] = text);
        boolean[] insecure = {false};
        tls.flag("insecure_skip_verify", flag -> insecure[0] = flag);
        TlsVersion[] versions = {TlsConfig.DEFAULTS.min(), TlsConfig.DEFAULTS.max()};
        tls.value("min_version", ConnectionReader::version, v -> versions[0] = v);
        tls.value("max_version", ConnectionReader::version, v -> versions[1] = v);
        if (versions[1].compareTo(versions[0]) < 0) {
            throw tls.place("max_version")
                    .error(
                            "tls_config.max_version must be greater than or equal to"
                                + " tls_config.min_version, which is TLS12 where it is not set");
        }
        tls.refuseTheRest();
        return new TlsConfig(ca, cert, key, name[0], insecure[0], versions[0], versions[1]);
    }

    private static void one(YamlMapping tls, String key, String which) {
        if (HttpClientReader.says(tls, key) && HttpClientReader.says(tls, key + "_file")) {
            throw HttpClientReader.error(tls, key + "_file", which);
        }
    }

    private static TlsVersion version(String name) {
        for (TlsVersion version : TlsVersion.values()) {
            if (version.name().equals(name)) {
                return version;
            }
        }
        throw new IllegalArgumentException(
                "unknown TLS version: " + name + "; known: " + String.join(", ", VERSIONS));
    }

    static ProxyConfig proxy(YamlMapping block) {
        @Nullable URI[] url = new URI[1];
        block.text(PROXY, text -> url[0] = url(text));
        String[] direct = {""};
        block.text(NO_PROXY, text -> direct[0] = text);
        boolean[] environment = {false};
        block.flag(FROM_ENVIRONMENT, flag -> environment[0] = flag);
        Map<String, List<Secret>> headers = new LinkedHashMap<>();
        block.textsByKey(CONNECT_HEADER).forEach((name, texts) -> headers.put(name, inline(texts)));
        if (!headers.isEmpty() && !environment[0] && url[0] == null) {
            throw block.place(CONNECT_HEADER)
                    .error(
                            "if proxy_connect_header is configured, proxy_url or"
                                    + " proxy_from_environment must also be configured");
        }
        if (environment[0] && url[0] != null) {
            throw block.place(PROXY)
                    .error(
                            "if proxy_from_environment is configured, proxy_url must not be"
                                    + " configured");
        }
        if (environment[0] && !direct[0].isEmpty()) {
            throw block.place(NO_PROXY)
                    .error(
                            "if proxy_from_environment is configured, no_proxy must not be"
                                    + " configured");
        }
        if (url[0] == null && !direct[0].isEmpty()) {
            throw block.place(NO_PROXY)
                    .error("if no_proxy is configured, proxy_url must also be configured");
        }
        return new ProxyConfig(url[0], direct[0], environment[0], headers);
    }

    private static List<Secret> inline(List<String> texts) {
        return texts.stream().<Secret>map(Secret.Inline::new).toList();
    }

    private static @Nullable URI url(String text) {
        if (text.isEmpty()) {
            return null;
        }
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            // Neither its message nor itself: both have the whole text, where a password may be.
            throw new IllegalArgumentException("not a URL: " + e.getReason());
        }
        if (url.getHost() == null || !PROXIES.contains(String.valueOf(url.getScheme()))) {
            throw new IllegalArgumentException(
                    "expected http://host:port or socks5://host:port; other kinds of proxies are"
                            + " not supported yet");
        }
        return url;
    }
}
