package io.narthex.client;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// Asks for tokens and keeps the last one until shortly before it runs out.
///
/// Thread safety: safe for concurrent calls; one asks, the others wait for what it gets.
final class TokenSource {
    /// A token that is as good as run out would be refused by the time it arrives.
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private static final int MAX_TOLD = 200;
    private static final String REMEDY = "are token_url, client_id and client_secret right?";

    private final TokenTransport transport;
    private final ReentrantLock lock = new ReentrantLock();

    /// Guarded by `lock`, as is all below.
    private @Nullable Token kept;

    /// Whether the token's server takes name and secret in a header; it is tried first, as most do.
    private boolean inHeader = true;

    /// @param secret what it was got with
    /// @param end by `System.nanoTime()`; null where it never runs out
    private record Token(String header, String secret, @Nullable Long end) {
        boolean isGood(String withSecret) {
            return secret.equals(withSecret) && (end == null || end - System.nanoTime() > 0);
        }
    }

    TokenSource(TokenTransport transport) {
        this.transport = transport;
    }

    /// A token that is good now, as the value of a header.
    ///
    /// @param patience longest wait
    String token(Authentication.OAuth2 config, String secret, Duration patience)
            throws CredentialsException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        if (!lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw late(config);
        }
        try {
            Token token = kept;
            if (token == null || !token.isGood(secret)) {
                token = ask(config, secret, deadline);
                kept = token;
            }
            return token.header();
        } finally {
            lock.unlock();
        }
    }

    private static CredentialsException late(Authentication.OAuth2 config) {
        return refused("no answer from " + config.tokenUrl() + " in time");
    }

    private static CredentialsException refused(String why) {
        return new CredentialsException("oauth2: cannot fetch token: " + why, REMEDY);
    }

    private Token ask(Authentication.OAuth2 config, String secret, long deadline)
            throws CredentialsException, InterruptedException {
        TokenTransport.Answer answer = send(config, secret, deadline);
        if (answer.code() / 100 == 4) {
            // The other way to say who asks, which some servers insist on.
            inHeader = !inHeader;
            answer = send(config, secret, deadline);
        }
        return token(answer, secret);
    }

    private TokenTransport.Answer send(Authentication.OAuth2 config, String secret, long deadline)
            throws CredentialsException, InterruptedException {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw late(config);
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        if (!config.scopes().isEmpty()) {
            form.put("scope", String.join(" ", config.scopes()));
        }
        form.putAll(config.endpointParams());
        Authentication who = new Authentication.None();
        if (inHeader) {
            who =
                    new Authentication.Basic(
                            new Secret.Inline(encoded(config.clientId())),
                            new Secret.Inline(encoded(secret)));
        } else {
            form.put("client_id", config.clientId());
            form.put("client_secret", secret);
        }
        HttpClientConfig http =
                HttpClientConfig.DEFAULTS
                        .withAuthentication(who)
                        .withTls(config.tls())
                        .withProxy(config.proxy());
        ClientSession session = new ClientSession(http, transport);
        try {
            return transport.post(session, config.tokenUrl(), text(form), Duration.ofNanos(left));
        } catch (CredentialsException e) {
            String remedy = e.remedy().isEmpty() ? REMEDY : e.remedy();
            throw new CredentialsException("oauth2: cannot fetch token: " + e.getMessage(), remedy);
        }
    }

    private static Token token(TokenTransport.Answer answer, String secret)
            throws CredentialsException {
        Map<String, String> members = TokenAnswer.members(answer.contentType(), answer.body());
        String token = members.getOrDefault("access_token", "");
        if (answer.code() / 100 != 2 || members.containsKey("error")) {
            throw refused(answer, members);
        }
        if (token.isEmpty()) {
            throw new CredentialsException("oauth2: server response missing access_token", REMEDY);
        }
        String kind = members.getOrDefault("token_type", "Bearer");
        String header = (kind.equalsIgnoreCase("bearer") ? "Bearer" : kind) + " " + token;
        return new Token(header, secret, end(members.getOrDefault("expires_in", "")));
    }

    private static @Nullable Long end(String expiresIn) {
        try {
            double seconds = Double.parseDouble(expiresIn);
            return seconds <= 0
                    ? null
                    : System.nanoTime() + (long) (seconds * 1e9) - MARGIN.toNanos();
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private static CredentialsException refused(
            TokenTransport.Answer answer, Map<String, String> members) {
        String error = members.get("error");
        if (error != null) {
            String more = members.getOrDefault("error_description", "");
            return new CredentialsException(
                    "oauth2: \"" + error + "\"" + (more.isEmpty() ? "" : " \"" + more + "\""),
                    REMEDY);
        }
        String body = answer.body();
        String told = body.length() <= MAX_TOLD ? body : body.substring(0, MAX_TOLD) + "…";
        return refused(answer.status() + "\nResponse: " + told);
    }

    private static String text(Map<String, String> form) {
        return form.entrySet().stream()
                .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
