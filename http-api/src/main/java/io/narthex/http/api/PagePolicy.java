package io.narthex.http.api;

import io.narthex.http.Content;
import io.narthex.http.net.Exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/// What the browser application may load: its own files and what the API answers, and no more. A
/// script or style that got into a page some other way is not run, and no other site shows the
/// pages in a frame.
///
/// The editor of queries makes a style sheet of its own, which has to name the number that was made
/// up for this one answer. The page has it where it says [#PLACE].
///
/// Thread safety: safe for concurrent calls.
final class PagePolicy {
    /// Where the number stands in a page.
    static final String PLACE = "{{nonce}}";

    private static final String HEADER = "Content-Security-Policy";
    private static final int NONCE_BYTES = 16;

    /// Charts are saved by way of a picture in a `data:` address, and the editor draws with some.
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-%s';"
                    + " img-src 'self' data:; connect-src 'self'; form-action 'self';"
                    + " base-uri 'none'; frame-ancestors 'self'";

    private final SecureRandom random = new SecureRandom();

    /// Sends a file. A policy that the configuration names stays.
    void send(Exchange exchange, Content content) throws IOException {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = Base64.getEncoder().encodeToString(bytes);
        exchange.defaultHeader(HEADER, POLICY.formatted(nonce))
                .send(
                        200,
                        content.type().startsWith("text/html")
                                ? with(nonce, content)
                                : content.body());
    }

    private static byte[] with(String nonce, Content page) {
        String text = new String(page.body(), StandardCharsets.UTF_8);
        return text.replace(PLACE, nonce).getBytes(StandardCharsets.UTF_8);
    }
}
