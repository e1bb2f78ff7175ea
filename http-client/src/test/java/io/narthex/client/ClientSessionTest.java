package io.narthex.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// What requests say of who asks.
class ClientSessionTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final URI URL = URI.create("http://tokens.test/token");
    private static final String JSON = "application/json";

    private final List<String> asked = new ArrayList<>();
    private String status = "200 OK";
    private String type = JSON;
    private String answer = "";
    private boolean refusesHeader;

    @TempDir private Path folder;

    /// Answers as a server of tokens does.
    private TokenTransport.Answer post(
            ClientSession session, URI url, String form, Duration patience)
            throws CredentialsException, InterruptedException {
        assertThat(url).isEqualTo(URL);
        assertThat(patience).isPositive().isLessThanOrEqualTo(PATIENCE);
        List<ClientHeader> headers = session.headers(true, patience);
        asked.add(form + " " + (headers.isEmpty() ? null : headers.getFirst().value()));
        return refusesHeader && !headers.isEmpty()
                ? new TokenTransport.Answer(401, "401 Unauthorized", type, "who?")
                : new TokenTransport.Answer(
                        Integer.parseInt(status.substring(0, 3)), status, type, answer);
    }

    private Authentication.OAuth2 oauth2(Secret secret) {
        return new Authentication.OAuth2(
                "the id", secret, URL, List.of("read", "write"), Map.of("audience", "a b"));
    }

    private ClientSession session(Authentication authentication) {
        return new ClientSession(
                HttpClientConfig.DEFAULTS.withAuthentication(authentication), this::post);
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
                "401 Unauthorized | {\"error\": \"invalid_client\"}            | oauth2:"
                        + " \"invalid_client\"",
                "400 Bad Request | {\"error\": \"a\", \"error_description\": \"b\"} | oauth2: \"a\""
                        + " \"b\"",
                "500 Oh | broken | oauth2: cannot fetch token: 500 Oh\\nResponse: broken",
                "200 OK | {\"token\": \"a\"} | oauth2: server response missing access_token",
                "200 OK | no json         | oauth2: server response missing access_token",
            })
    void refusal_isTold(String line, String body, String message) {
        status = line;
        answer = body;
        ClientSession session = session(oauth2(Secret.EMPTY));
        assertThatThrownBy(() -> session.headers(true, PATIENCE))
                .isInstanceOf(CredentialsException.class)
                .hasMessage(message.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @CsvSource({"why not, why not", "'', 'are token_url, client_id and client_secret right?'"})
    void serverThatIsNotThere_isTold(String hint, String remedy) {
        ClientSession session =
                new ClientSession(
                        HttpClientConfig.DEFAULTS.withAuthentication(oauth2(Secret.EMPTY)),
                        (_, _, _, _) -> {
                            throw new CredentialsException("Post \"x\": gone", hint);
                        });
        assertThatThrownBy(() -> session.headers(true, PATIENCE))
                .isInstanceOf(CredentialsException.class)
                .hasMessage("oauth2: cannot fetch token: Post \"x\": gone")
                .extracting(e -> ((CredentialsException) e).remedy())
                .isEqualTo(remedy);
    }

    @Test
    void tokensServer_isAskedByKeysOfItsOwn() throws Exception {
        TlsConfig tls =
                new TlsConfig(
                        Secret.EMPTY,
                        Secret.EMPTY,
                        Secret.EMPTY,
                        "n",
                        true,
                        TlsVersion.TLS12,
                        TlsVersion.TLS13);
        ProxyConfig proxy = new ProxyConfig(URL, "", false, Map.of());
        List<HttpClientConfig> used = new ArrayList<>();
        ClientSession session =
                new ClientSession(
                        HttpClientConfig.DEFAULTS.withAuthentication(
                                new Authentication.OAuth2(
                                        "i", Secret.EMPTY, URL, List.of(), Map.of(), tls, proxy)),
                        (asking, _, _, _) -> {
                            used.add(asking.config());
                            return new TokenTransport.Answer(
                                    200, "200 OK", JSON, "{\"access_token\": \"a\"}");
                        });
        assertThat(texts(session, true)).containsExactly("Authorization: Bearer a");
        assertThat(used).extracting(HttpClientConfig::tls).containsExactly(tls);
        assertThat(used).extracting(HttpClientConfig::proxy).containsExactly(proxy);
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
        ClientSession session = new ClientSession(config, this::post);
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
        assertThat(new ClientSession(config, this::post).headers(true, PATIENCE).toString())
                .doesNotContain("xyzzy");
    }
}
