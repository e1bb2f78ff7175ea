package io.narthex.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.client.HttpClientConfig;
import io.narthex.client.ProxyConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;

/// Targets that are asked through a proxy of SOCKS.
class SocksProxyTest {
    private static ScrapeConfig.Builder job(String target, String proxy) {
        return ScrapeFixture.jobOf(List.of(target))
                .http(
                        HttpClientConfig.DEFAULTS.withProxy(
                                new ProxyConfig(URI.create(proxy), "", false, Map.of())));
    }

    private static InetSocketAddress of(FakeTarget target) {
        String address = target.address();
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @ParameterizedTest
    @CsvSource({
        "false, socks5, target.test:8080, anybody target.test:8080",
        "true, socks5h, 192.0.2.1, me:pw 192.0.2.1:80",
        "false, socks5, '[2001:db8::1]:1', 'anybody 2001:db8:0:0:0:0:0:1:1'"
    })
    void proxy_isAskedToConnect(boolean password, String scheme, String host, String asked)
            throws IOException {
        try (FakeTarget target = FakeTarget.of("a 1\n");
                SocksProxy proxy = new SocksProxy(of(target), password);
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(job(host, scheme + "://me:pw@" + proxy.address()));
            fixture.awaitValue("up", 1);
            assertThat(proxy.requests()).contains(asked);
            assertThat(target.paths()).contains("/metrics");
        }
    }

    @Test
    void proxyThatRefuses_isNamedAsTheReason() throws IOException {
        try (FakeTarget target = FakeTarget.of("a 1\n");
                SocksProxy proxy = new SocksProxy(of(target), true)) {
            assertThat(error("socks5://" + proxy.address()))
                    .endsWith("socks connect: no acceptable authentication methods");
            assertThat(error("socks5://me:no@" + proxy.address()))
                    .endsWith("socks connect: username/password authentication failed");
            proxy.answer(5);
            assertThat(error("socks5://me:pw@" + proxy.address()))
                    .endsWith("socks connect: connection refused");
        }
    }

    private static String error(String proxy) {
        try (ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(job("target.test:1", proxy));
            return fixture.awaitError();
        }
    }
}
