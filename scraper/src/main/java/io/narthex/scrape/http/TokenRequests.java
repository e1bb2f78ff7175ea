package io.narthex.scrape.http;

import io.narthex.client.ClientSession;
import io.narthex.client.CredentialsException;
import io.narthex.client.TokenTransport;
import io.narthex.scrape.ScrapeError;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// Asks for tokens as targets are asked, so that the same proxies and certificates will do.
///
/// Thread safety: safe for concurrent calls; each has a connection of its own, since tokens are
/// asked for seldom.
final class TokenRequests implements TokenTransport {
    /// Whatever is longer is no token.
    private static final int MAX_BYTES = 1 << 20;

    private final ScrapeClient client;
    private final String userAgent;

    TokenRequests(ScrapeClient client, String userAgent) {
        this.client = client;
        this.userAgent = userAgent;
    }

    @Override
    public Answer post(ClientSession session, URI url, String form, Duration patience)
            throws CredentialsException, InterruptedException {
        ScrapeRequest request =
                new ScrapeRequest(
                        url,
                        Map.of(
                                "Content-Type",
                                "application/x-www-form-urlencoded",
                                "User-Agent",
                                userAgent),
                        true,
                        MAX_BYTES,
                        patience,
                        form.getBytes(StandardCharsets.UTF_8));
        try (TargetConnection connection = client.connection(session)) {
            return connection.whatever(request);
        } catch (FetchException e) {
            ScrapeError error = e.error();
            throw new CredentialsException(error.reason(), error.hint());
        }
    }
}
