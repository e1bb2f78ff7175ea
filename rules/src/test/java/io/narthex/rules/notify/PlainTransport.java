package io.narthex.rules.notify;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/// Sends with what Java has.
record PlainTransport() implements AlertTransport {
    @Override
    public Connection connect() {
        HttpClient client = HttpClient.newHttpClient();
        return new Connection() {
            @Override
            public int post(URI url, Map<String, String> headers, byte[] body, Duration timeout)
                    throws IOException, InterruptedException {
                HttpRequest.Builder request =
                        HttpRequest.newBuilder(url)
                                .timeout(timeout)
                                .POST(BodyPublishers.ofByteArray(body));
                headers.forEach(request::header);
                var response = client.send(request.build(), BodyHandlers.ofInputStream());
                response.body().close();
                return response.statusCode();
            }

            @Override
            public void close() {
                client.close();
            }
        };
    }
}
