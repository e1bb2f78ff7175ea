package io.narthex.rules.deliver;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Posts JSON.
///
/// Thread safety: safe for concurrent calls.
final class HttpCourier implements Courier {
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client;
    private final URI url;
    private final String userAgent;
    private final Duration timeout;

    /// @param timeout longest wait for a connection, and for an answer
    HttpCourier(URI url, String userAgent, Duration timeout) {
        this.url = url;
        this.userAgent = userAgent;
        this.timeout = timeout;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(timeout)
                        .build();
    }

    @Override
    public Outcome deliver(byte[] message) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(url)
                        .timeout(timeout)
                        .header("Content-Type", "application/json")
                        .header("User-Agent", userAgent)
                        .POST(BodyPublishers.ofByteArray(message))
                        .build();
        try {
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            // The timeout ends with the headers, so nobody waits for a body.
            response.body().close();
            return outcome(response.statusCode());
        } catch (IOException e) {
            return new Outcome.TryAgain(e.toString());
        }
    }

    /// A URL may hold a secret, so it is named nowhere.
    private static Outcome outcome(int status) {
        if (status / 100 == 2) {
            return new Outcome.Delivered();
        }
        String reason = "it answered with status " + status;
        boolean hopeless = status / 100 == 4 && status != 408 && status != 429;
        return hopeless ? new Outcome.Refused(reason) : new Outcome.TryAgain(reason);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
