package io.narthex.server;

import io.narthex.client.HttpClientConfig;
import io.narthex.rules.notify.AlertTransport;
import io.narthex.scrape.HttpSender;
import io.narthex.scrape.Scraper;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// Sends alerts as targets are asked.
///
/// Thread safety: safe for concurrent calls.
record SenderTransport(Scraper scraper, HttpClientConfig http) implements AlertTransport {
    @Override
    public Connection connect() {
        HttpSender sender = scraper.sender(http);
        return new Connection() {
            @Override
            public int post(URI url, Map<String, String> headers, byte[] body, Duration timeout)
                    throws IOException, InterruptedException {
                return sender.post(url, headers, body, timeout);
            }

            @Override
            public void close() {
                sender.close();
            }
        };
    }
}
