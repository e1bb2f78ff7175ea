package io.narthex.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.util.Map;

/// Who is asked through a proxy.
class ProxyChoiceTest {
    private static final URI PROXY = URI.create("http://proxy:3128");

    private static @Nullable URI choose(ProxyChoice choice, String url) {
        URI uri = URI.create(url);
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        return choice.of(uri, host, port);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''               | http://127.0.0.1:9090/ | true",
                "x                | http://127.0.0.1:9090/ | false",
                "x                | http://localhost/      | false",
                "x                | http://[::1]/          | false",
                "x                | http://a.x/            | false",
                "x                | http://X/              | false",
                "x                | http://ax/             | true",
                ".x               | http://x/              | true",
                ".x               | http://a.x/            | false",
                "*.x              | http://a.x/            | false",
                "'a , b'          | http://b/              | false",
                "*                | http://b/              | false",
                "b:80             | http://b/              | false",
                "b:81             | http://b/              | true",
                "10.0.0.1         | http://10.0.0.1/       | false",
                "10.0.0.1         | http://10.0.0.2/       | true",
                "10.1.0.0/15      | http://10.0.255.255/   | false",
                "10.1.0.0/15      | http://10.2.0.0/       | true",
                "10.1.0.0/15      | http://[fe80::1]/      | true",
                "fe80::/10        | http://[fe80::1]/      | false",
                "10.0.0.0/x       | http://10.0.0.1/       | true",
            })
    void noProxy_namesWhoIsAskedDirectly(String noProxy, String url, boolean throughProxy) {
        ProxyChoice choice =
                new ProxyChoice(new ProxyConfig(PROXY, noProxy, false, Map.of()), _ -> null);
        assertThat(choose(choice, url)).isEqualTo(throughProxy ? PROXY : null);
    }

    @ParameterizedTest
    @CsvSource({
        "http://a/,  http://proxy:1",
        "https://a/, http://proxy:2",
        "http://b/,",
    })
    void environment_namesProxies(String url, @Nullable String expected) {
        Map<String, String> environment =
                Map.of(
                        "http_proxy", "proxy:1",
                        "HTTPS_PROXY", "http://proxy:2",
                        "HTTP_PROXY", "",
                        "NO_PROXY", "b");
        ProxyChoice choice =
                new ProxyChoice(new ProxyConfig(null, "", true, Map.of()), environment::get);
        assertThat(choose(choice, url)).isEqualTo(expected == null ? null : URI.create(expected));
    }
}
