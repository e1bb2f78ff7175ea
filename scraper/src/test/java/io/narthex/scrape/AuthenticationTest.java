package io.narthex.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.Headers;

import io.narthex.client.Authentication;
import io.narthex.client.HttpClientConfig;
import io.narthex.client.Secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// What targets are told with a request: who asks, and for what.
class AuthenticationTest {
    private static final String AUTHORIZATION = "Authorization";

    private final List<Headers> seen = new CopyOnWriteArrayList<>();

    @TempDir private Path folder;

    private FakeTarget target() {
        return new FakeTarget(
                exchange -> {
                    Headers copy = new Headers();
                    copy.putAll(exchange.getRequestHeaders());
                    seen.add(copy);
                    FakeTarget.body("a 1\n").handle(exchange);
                });
    }

    private static HttpClientConfig with(Authentication authentication) {
        return HttpClientConfig.DEFAULTS.withAuthentication(authentication);
    }

    private Headers asked(HttpClientConfig http) {
        try (FakeTarget target = target();
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target).http(http));
            fixture.awaitValue("up", 1);
            return seen.getFirst();
        }
    }

    @Test
    void nameAndPassword_areSent() {
        Headers headers =
                asked(
                        with(
                                new Authentication.Basic(
                                        new Secret.Inline("me"), new Secret.Inline("ö:x"))));
        assertThat(headers.get(AUTHORIZATION)).containsExactly("Basic bWU6w7Y6eA==");
    }

    @Test
    void headers_areSentBesideOurOwn() {
        Headers headers =
                asked(
                        HttpClientConfig.DEFAULTS.withHeaders(
                                Map.of(
                                        "X-Scope",
                                        List.of(new Secret.Inline("a"), new Secret.Inline("b")),
                                        "Accept",
                                        List.of(new Secret.Inline("text/html")))));
        assertThat(headers.get("X-Scope")).containsExactly("a", "b");
        assertThat(headers.get("Accept")).hasSize(2).contains("text/html");
        assertThat(headers).doesNotContainKey(AUTHORIZATION);
    }

    @Test
    void formats_areAskedForInTheirOrder() {
        try (FakeTarget target = target();
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(
                    ScrapeFixture.job(target)
                            .protocols(
                                    List.of(
                                            ScrapeProtocol.PROMETHEUS_TEXT_0_0_4,
                                            ScrapeProtocol.OPEN_METRICS_TEXT_1_0_0)));
            fixture.awaitValue("up", 1);
            assertThat(seen.getFirst().get("Accept"))
                    .containsExactly(
                            "text/plain;version=0.0.4;q=0.6,"
                                    + "application/openmetrics-text;version=1.0.0;"
                                    + "escaping=allow-utf-8;q=0.5,*/*;q=0.4");
        }
    }

    @Test
    void tokenInAFile_isReadForEachRequest() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "first\n");
        HttpClientConfig http = with(new Authentication.Header("Token", new Secret.InFile(file)));
        try (FakeTarget target = target();
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target).http(http));
            fixture.awaitValue("up", 1);
            assertThat(seen.getFirst().get(AUTHORIZATION)).containsExactly("Token first");
            Files.writeString(file, "second");
            await().until(() -> List.of("Token second").equals(seen.getLast().get(AUTHORIZATION)));
            Files.delete(file);
            assertThat(fixture.awaitError())
                    .isEqualTo(
                            "Get \"http://%s/metrics\": unable to read authorization credentials:"
                                            .formatted(target.address())
                                    + " unable to read file %s: no such file".formatted(file));
            fixture.awaitValue("up", 0);
            assertThat(fixture.scraper.activeTargets().getFirst().problem())
                    .isEqualTo(ScrapeProblem.UNAUTHORIZED);
        }
    }

    @Test
    void targetsOfAJob_shareAToken() {
        AtomicInteger given = new AtomicInteger();
        try (FakeTarget tokens =
                        new FakeTarget(
                                exchange ->
                                        FakeTarget.typed(
                                                        "application/json",
                                                        "{\"access_token\": \"t%d\"}"
                                                                .formatted(given.incrementAndGet()))
                                                .handle(exchange));
                FakeTarget one = target();
                FakeTarget two = target();
                ScrapeFixture fixture = new ScrapeFixture()) {
            Authentication oauth2 =
                    new Authentication.OAuth2(
                            "id",
                            new Secret.Inline("s"),
                            URI.create("http://" + tokens.address() + "/token"),
                            List.of(),
                            Map.of());
            fixture.scrape(ScrapeFixture.job(one, two).http(with(oauth2)));
            await().until(() -> one.paths().size() > 1 && two.paths().size() > 1);
            // On a busy machine the first may give up before its answer comes.
            assertThat(seen.stream().map(h -> h.getFirst(AUTHORIZATION)).distinct())
                    .containsExactly("Bearer t" + given.get());
        }
    }

    @Test
    void redirectToAnotherHost_isFollowedWithoutThePassword() {
        try (FakeTarget other = target();
                FakeTarget first = new FakeTarget(FakeTarget.body(""));
                ScrapeFixture fixture = new ScrapeFixture()) {
            // Another name of the same machine.
            first.answerWith(
                    exchange -> {
                        exchange.getResponseHeaders()
                                .set("Location", "http://localhost:" + other.port() + "/m");
                        exchange.sendResponseHeaders(302, -1);
                    });
            fixture.scrape(
                    ScrapeFixture.job(first)
                            .http(with(new Authentication.Header("Bearer", Secret.EMPTY))));
            fixture.awaitValue("up", 1);
            assertThat(seen.getFirst()).doesNotContainKey(AUTHORIZATION);
        }
    }

    @Test
    void otherPassword_isUsedAfterAReload() {
        try (FakeTarget target = target();
                ScrapeFixture fixture = new ScrapeFixture()) {
            for (String token : List.of("one", "two")) {
                fixture.scrape(
                        ScrapeFixture.job(target)
                                .http(
                                        with(
                                                new Authentication.Header(
                                                        "Bearer", new Secret.Inline(token)))));
                List<String> expected = List.of("Bearer " + token);
                await().until(
                                () ->
                                        !seen.isEmpty()
                                                && expected.equals(
                                                        seen.getLast().get(AUTHORIZATION)));
            }
        }
    }
}
