package io.narthex.scrape;

import io.narthex.client.HttpClientConfig;
import io.narthex.scrape.http.FetchException;
import io.narthex.scrape.http.ScrapeRequest;
import io.narthex.scrape.http.TargetConnection;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// Sends something to others than targets, with the keys, passwords and proxies that targets may
/// have too. One connection is kept open.
///
/// Thread safety: for one thread at a time.
public final class HttpSender implements AutoCloseable {
    /// Answers to what is sent say little; more than that is no answer to it.
    private static final int MAX_ANSWER_BYTES = 1 << 20;

    private final TargetConnection connection;
    private final HttpClientConfig http;

    HttpSender(TargetConnection connection, HttpClientConfig http) {
        this.connection = connection;
        this.http = http;
    }

    /// Sends by POST.
    ///
    /// @param headers beside those of the connection and of whoever asks
    /// @param timeout for everything, from connecting to the last byte of the answer
    /// @return the answer's status
    /// @throws IOException if there is no answer, with the reason
    public int post(URI url, Map<String, String> headers, byte[] body, Duration timeout)
            throws IOException, InterruptedException {
        try {
            return connection.status(
                    new ScrapeRequest(
                            url, headers, http.followRedirects(), MAX_ANSWER_BYTES, timeout, body));
        } catch (FetchException e) {
            throw new IOException(e.error().reason(), e);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
