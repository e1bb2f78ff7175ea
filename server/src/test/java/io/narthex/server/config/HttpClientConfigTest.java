package io.narthex.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.client.Authentication;
import io.narthex.client.HttpClientConfig;
import io.narthex.client.ProxyConfig;
import io.narthex.client.Secret;
import io.narthex.client.TlsConfig;
import io.narthex.client.TlsVersion;
import io.narthex.yaml.ConfigException;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The keys of a job about how its targets are asked.
class HttpClientConfigTest {
    private static Configuration parse(String keys) {
        return ConfigFile.parse(
                "/etc/narthex.yml", "scrape_configs:\n- job_name: a\n" + keys.indent(2), _ -> null);
    }

    private static HttpClientConfig http(String keys) {
        return parse(keys).scrapeConfigs().getFirst().http();
    }

    private static Secret file(String name) {
        return new Secret.InFile(Path.of(name));
    }

    @Test
    void authentication_isRead() {
        assertThat(http("enable_http2: false").authentication())
                .isEqualTo(new Authentication.None());
        assertThat(http("basic_auth: {username_file: u, password_file: /p}").authentication())
                .isEqualTo(new Authentication.Basic(file("/etc/u"), file("/p")));
        assertThat(http("authorization: {credentials: c}").authentication())
                .isEqualTo(new Authentication.Header("Bearer", new Secret.Inline("c")));
        assertThat(http("authorization: {type: ' Token ', credentials_file: c}").authentication())
                .isEqualTo(new Authentication.Header("Token", file("/etc/c")));
        assertThat(http("bearer_token: t").authentication())
                .isEqualTo(new Authentication.Header("Bearer", new Secret.Inline("t")));
        assertThat(http("bearer_token_file: t").authentication())
                .isEqualTo(new Authentication.Header("Bearer", file("/etc/t")));
        assertThat(
                        http("""
                        oauth2:
                          client_id: i
                          client_secret: s
                          token_url: https://t/o
                          scopes: [a, b]
                          endpoint_params: {x: y}
                        """)
                                .authentication())
                .isEqualTo(
                        new Authentication.OAuth2(
                                "i",
                                new Secret.Inline("s"),
                                URI.create("https://t/o"),
                                List.of("a", "b"),
                                Map.of("x", "y")));
    }

    @Test
    void keysOfTheTokensServer_areRead() {
        HttpClientConfig config =
                http(
                        """
                        oauth2:
                          client_id: i
                          token_url: https://t/o
                          tls_config: {server_name: n, max_version: TLS12}
                          proxy_url: socks5://u:p@h
                          proxy_connect_header: {X: [y]}
                        """);
        assertThat(config.authentication())
                .asInstanceOf(InstanceOfAssertFactories.type(Authentication.OAuth2.class))
                .satisfies(
                        oauth2 -> {
                            assertThat(oauth2.tls().serverName()).isEqualTo("n");
                            assertThat(oauth2.tls().max()).isEqualTo(TlsVersion.TLS12);
                            assertThat(oauth2.proxy().url()).hasHost("h").hasUserInfo("u:p");
                            assertThat(oauth2.proxy().connectHeaders()).containsKey("X");
                        });
        assertThat(config.proxy()).isEqualTo(ProxyConfig.NONE);
    }

    @Test
    void headers_areRead() {
        assertThat(
                        http("http_headers: {X: {values: [a], secrets: [b], files: [c]}, Y: }")
                                .headers())
                .isEqualTo(
                        Map.of(
                                "X",
                                List.of(
                                        new Secret.Inline("a"),
                                        new Secret.Inline("b"),
                                        file("/etc/c")),
                                "Y",
                                List.of()));
    }

    @Test
    void connections_areRead() {
        HttpClientConfig http =
                http(
                        """
                        tls_config:
                          ca_file: ca.pem
                          cert: c
                          key_file: /k
                          server_name: n
                          insecure_skip_verify: true
                          min_version: TLS13
                        proxy_url: http://p:1
                        no_proxy: a,b
                        proxy_connect_header: {X: [y, z]}
                        """);
        assertThat(http.tls())
                .isEqualTo(
                        new TlsConfig(
                                file("/etc/ca.pem"),
                                new Secret.Inline("c"),
                                file("/k"),
                                "n",
                                true,
                                TlsVersion.TLS13,
                                TlsVersion.TLS13));
        assertThat(http.proxy())
                .isEqualTo(
                        new ProxyConfig(
                                URI.create("http://p:1"),
                                "a,b",
                                false,
                                Map.of(
                                        "X",
                                        List.of(new Secret.Inline("y"), new Secret.Inline("z")))));
        assertThat(http("proxy_from_environment: true").proxy().fromEnvironment()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bearer_token: a\\nbearer_token_file: b | 4 | bearer_token_file: at most one of"
                        + " bearer_token & bearer_token_file must be configured",
                "basic_auth: {username: u}\\nbearer_token: b | 4 | bearer_token: at most one of"
                        + " basic_auth, oauth2, bearer_token & bearer_token_file must be",
                "authorization: {}\\nbearer_token: b | 4 | bearer_token: authorization is not"
                        + " compatible with bearer_token & bearer_token_file",
                "basic_auth: {username: u}\\nauthorization: {} | 4 | authorization: at most one of"
                        + " basic_auth, oauth2 & authorization must be configured",
                "basic_auth: {username: u, username_file: f} | 3 | basic_auth.username_file: at"
                        + " most one of basic_auth username, username_file & username_ref",
                "basic_auth: {password: u, password_file: f} | 3 | basic_auth.password_file: at"
                        + " most one of basic_auth password, password_file & password_ref",
                "basic_auth: {pasword: u} | 3 | basic_auth.pasword: unknown key; did you mean",
                "authorization: {type: BASIC} | 3 | authorization.type: authorization type cannot"
                        + " be set to \"basic\", use \"basic_auth\" instead",
                "authorization: {credentials: c, credentials_file: d} | 3 |"
                        + " authorization.credentials_file: at most one of authorization"
                        + " credentials & credentials_file must be configured",
                "oauth2: {token_url: 'http://a'} | 3 | oauth2: oauth2 client_id must be configured",
                "oauth2: {client_id: i} | 3 | oauth2: oauth2 token_url must be configured",
                "oauth2: {client_id: i, token_url: x} | 3 | oauth2.token_url: expected a URL",
                "oauth2: {grant_type: x, client_id: i, token_url: 'http://a'} | 3 |"
                        + " oauth2.grant_type: \"x\" is not supported yet; client_credentials is",
                "http_headers: {user-agent: {values: [x]}} | 3 | http_headers.user-agent: setting"
                        + " header \"User-Agent\" is not allowed",
                "tls_config: {ca: a, ca_file: b} | 3 | tls_config.ca_file: at most one of ca,"
                        + " ca_file & ca_ref must be configured",
                "tls_config: {cert: a} | 3 | tls_config: exactly one of key or key_file must be",
                "tls_config: {key: a} | 3 | tls_config: exactly one of cert or cert_file must be",
                "tls_config: {min_version: TLS14} | 3 | tls_config.min_version: unknown TLS"
                        + " version: TLS14",
                "tls_config: {min_version: TLS13, max_version: TLS12} | 3 |"
                        + " tls_config.max_version: tls_config.max_version must be greater than or",
                "proxy_url: 'socks4://p:1' | 3 | proxy_url: expected http://host:port or socks5://",
                "no_proxy: a | 3 | no_proxy: if no_proxy is configured, proxy_url must also be",
                "proxy_connect_header: {a: [b]} | 3 | proxy_connect_header: if proxy_connect_header"
                        + " is configured, proxy_url or proxy_from_environment must also be",
                "proxy_from_environment: true\\nproxy_url: 'http://p:1' | 4 | proxy_url: if"
                        + " proxy_from_environment is configured, proxy_url must not be configured",
                "proxy_from_environment: true\\nno_proxy: x | 4 | no_proxy: if"
                        + " proxy_from_environment is configured, no_proxy must not be configured",
                "http_headers: {a: {value: x}} | 3 | http_headers.a.value: unknown key; did you",
            })
    void wrongKeys_nameLineAndKey(String keys, int line, String expected) {
        assertThatThrownBy(() -> parse(keys.replace("\\n", "\n")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        "/etc/narthex.yml:" + line + ": scrape_configs[0]." + expected);
    }

    @Test
    void urlThatIsNone_isNotShownWithItsPassword() {
        assertThatThrownBy(() -> parse("proxy_url: 'http://me:xyzzy@p q:1'"))
                .hasMessageContaining("proxy_url: not a URL")
                .message()
                .doesNotContain("xyzzy");
    }

    @Test
    void secrets_areNotShown() {
        String shown =
                parse(
                                """
                                basic_auth: {username: me, password: xyzzy}
                                http_headers:
                                  A: {values: [seen], secrets: [xyzzy, "xyzzy2"]}
                                """)
                        .yaml();
        assertThat(shown)
                .contains("username: me\n    password: <secret>\n")
                .contains(
                        "A:\n"
                                + "      values:\n"
                                + "      - seen\n"
                                + "      secrets:\n"
                                + "      - <secret>\n"
                                + "      - <secret>\n")
                .doesNotContain("xyzzy");
        assertThat(parse("authorization:\n  credentials: xyzzy\n").yaml())
                .contains("credentials: <secret>\n");
        assertThat(
                        parse(
                                        """
                                        tls_config: {cert: seen, key: xyzzy}
                                        proxy_url: http://me:xyzzy@p:1
                                        proxy_connect_header: {A: [xyzzy]}
                                        """)
                                .yaml())
                .contains(
                        "cert: seen\n    key: <secret>\n",
                        "proxy_url: http://me:xxxxx@p:1\n",
                        "A:\n    - <secret>\n");
        assertThat(parse("bearer_token: xyzzy").yaml()).contains("credentials: <secret>");
        assertThat(
                        parse("oauth2: {client_id: i, client_secret: xyzzy, token_url: 'http://a'}")
                                .yaml())
                .contains("client_secret: <secret>\n");
    }
}
