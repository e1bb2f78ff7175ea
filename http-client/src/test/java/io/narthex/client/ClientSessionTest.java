package io.narthex.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// What requests say of who asks, with a real server of tokens.
class ClientSessionTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String JSON = "application/json";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile int status = 200;
    private volatile String type = JSON;
    private volatile String answer = "";
    private volatile boolean refusesHeader;

    @TempDir private Path folder;

    ClientSessionTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.createContext("/token", this::answer);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String form =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String header = exchange.getRequestHeaders().getFirst("Authorization");
            asked.add(form + " " + header);
            boolean refused = refusesHeader && header != null;
            byte[] body = (refused ? "who?" : answer).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(refused ? 401 : status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Authentication.OAuth2 oauth2(Secret secret) {
        return new Authentication.OAuth2(
                "the id",
                secret,
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token"),
                List.of("read", "write"),
                Map.of("audience", "a b"));
    }

    private ClientSession session(Authentication authentication) {
        return new ClientSession(
                HttpClientConfig.DEFAULTS.withAuthentication(authentication), "Test/1");
    }

    private static List<String> texts(ClientSession session, boolean ownHost)
            throws CredentialsException, InterruptedException {
        return session.headers(ownHost, PATIENCE).stream()
                .map(header -> header.name() + ": " + header.value())
                .toList();
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void token_isAskedForOnceAndKept() throws Exception {
        answer = "{\"access_token\": \"abc\", \"expires_in\": 3600, \"more\": {\"x\": [1]}}";
        ClientSession session = session(oauth2(new Secret.Inline("s/t")));
        assertThat(texts(session, true)).containsExactly("Authorization: Bearer abc");
        answer = "{\"access_token\": \"def\"}";
        assertThat(texts(session, true)).containsExactly("Authorization: Bearer abc");
        assertThat(asked)
                .containsExactly(
                        "grant_type=client_credentials&scope=read+write&audience=a+b "
                                + basic("the+id:s%2Ft"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | {\"access_token\": \"a\", \"token_type\": \"bearer\"} | Bearer"
                        + " a",
                "application/json | {\"token_type\": \"MAC\", \"access_token\": \"a\"}    | MAC a",
                "text/plain       | access_token=a%2Fb&expires_in=60                      | Bearer"
                        + " a/b",
            })
    void answer_mayBeJsonOrAForm(String contentType, String body, String expected)
            throws Exception {
        type = contentType;
        answer = body;
        assertThat(texts(session(oauth2(Secret.EMPTY)), true))
                .containsExactly("Authorization: " + expected);
    }

    @Test
    void token_thatIsAboutToRunOut_isRenewed() throws Exception {
        answer = "{\"access_token\": \"abc\", \"expires_in\": \"9\"}";
        ClientSession session = session(oauth2(Secret.EMPTY));
        assertThat(texts(session, true)).containsExactly("Authorization: Bearer abc");
        answer = "{\"access_token\": \"def\", \"expires_in\": 9}";
        assertThat(texts(session, true)).containsExactly("Authorization: Bearer def");
    }

    @Test
    void token_ofAnotherSecret_isRenewed() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "one\n");
        answer = "{\"access_token\": \"abc\"}";
        ClientSession session = session(oauth2(new Secret.InFile(file)));
        assertThat(texts(session, true)).containsExactly("Authorization: Bearer abc");
        Files.writeString(file, "two\n");
        answer = "{\"access_token\": \"def\"}";
        assertThat(texts(session, true)).containsExactly("Authorization: Bearer def");
        assertThat(asked.getLast()).endsWith(basic("the+id:two"));
    }

    @Test
    void serverThatTakesNoHeader_isToldInTheForm() throws Exception {
        refusesHeader = true;
        answer = "{\"access_token\": \"abc\", \"expires_in\": 1}";
        ClientSession session = session(oauth2(new Secret.Inline("s")));
        assertThat(texts(session, true)).containsExactly("Authorization: Bearer abc");
        assertThat(texts(session, true)).containsExactly("Authorization: Bearer abc");
        assertThat(asked).hasSize(3);
        assertThat(asked.getLast()).endsWith("client_id=the+id&client_secret=s null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | {\"error\": \"invalid_client\"}            | oauth2: \"invalid_client\"",
                "400 | {\"error\": \"a\", \"error_description\": \"b\"} | oauth2: \"a\" \"b\"",
                "500 | broken | oauth2: cannot fetch token: 500\\nResponse: broken",
                "200 | {\"token\": \"a\"} | oauth2: server response missing access_token",
                "200 | no json         | oauth2: server response missing access_token",
            })
    void refusal_isTold(int code, String body, String message) {
        status = code;
        answer = body;
        ClientSession session = session(oauth2(Secret.EMPTY));
        assertThatThrownBy(() -> session.headers(true, PATIENCE))
                .isInstanceOf(CredentialsException.class)
                .hasMessage(message.replace("\\n", "\n"));
    }

    @Test
    void serverThatIsNotThere_isTold() {
        server.stop(0);
        ClientSession session = session(oauth2(Secret.EMPTY));
        assertThatThrownBy(() -> session.headers(true, PATIENCE))
                .isInstanceOf(CredentialsException.class)
                .hasMessageStartingWith("oauth2: cannot fetch token: Post \"http://127.0.0.1:");
    }

    @Test
    void anotherHost_isToldNoSecret() throws Exception {
        HttpClientConfig config =
                HttpClientConfig.DEFAULTS
                        .withAuthentication(
                                new Authentication.Basic(
                                        new Secret.Inline("u"), new Secret.Inline("p")))
                        .withHeaders(
                                Map.of(
                                        "Cookie", List.of(new Secret.Inline("c")),
                                        "X-Tenant", List.of(new Secret.Inline("t"))));
        ClientSession session = new ClientSession(config, "Test/1");
        assertThat(texts(session, true))
                .containsExactlyInAnyOrder(
                        "Cookie: c", "X-Tenant: t", "Authorization: " + basic("u:p"));
        assertThat(texts(session, false)).containsExactly("X-Tenant: t");
    }

    @Test
    void missingFile_isNamedWithWhatItIsFor() {
        Path file = folder.resolve("nothing");
        ClientSession session =
                session(new Authentication.Header("Bearer", new Secret.InFile(file)));
        assertThatThrownBy(() -> session.headers(true, PATIENCE))
                .isInstanceOf(CredentialsException.class)
                .hasMessage(
                        "unable to read authorization credentials: unable to read file "
                                + file
                                + ": no such file");
    }

    @Test
    void secrets_areNotPrinted() throws Exception {
        HttpClientConfig config =
                HttpClientConfig.DEFAULTS
                        .withAuthentication(
                                new Authentication.Header("Bearer", new Secret.Inline("xyzzy")))
                        .withHeaders(Map.of("a", List.of(new Secret.Inline("xyzzy"))));
        assertThat(config.toString()).contains("<secret>").doesNotContain("xyzzy");
        assertThat(new ClientSession(config, "").headers(true, PATIENCE).toString())
                .doesNotContain("xyzzy");
    }
}
