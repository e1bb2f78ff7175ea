package io.narthex.server.report;

import io.narthex.server.json.Json;

import tools.jackson.core.JacksonException;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/// Asks a running server.
///
/// Thread safety: safe for concurrent calls.
public final class ReportServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int OK = 200;

    private final String base;
    private final HttpClient client = HttpClient.newHttpClient();

    /// @param url of the server
    public ReportServer(URI url) {
        base = url.toString().replaceFirst("/+$", "");
    }

    Json ask(String endpoint, Map<String, String> parameters)
            throws ReportException, InterruptedException {
        String query =
                parameters.entrySet().stream()
                        .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                        .collect(Collectors.joining("&"));
        HttpResponse<String> response;
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(base + "/api/v1/" + endpoint + "?" + query))
                            .timeout(PATIENCE)
                            .build();
            response = client.send(request, BodyHandlers.ofString());
        } catch (IOException | IllegalArgumentException e) {
            throw new ReportException(
                    base + " can't be asked (" + e + "); name a running server with --url=URL");
        }
        try {
            Json answer = Json.parse(response.body());
            if (response.statusCode() == OK) {
                return answer.at("data");
            }
            if (!answer.at("error").isMissing()) {
                throw new ReportException(
                        base + "/api/v1/" + endpoint + ": " + answer.at("error").text());
            }
        } catch (JacksonException _) {
            // told below
        }
        throw new ReportException(
                base
                        + "/api/v1/"
                        + endpoint
                        + " answers HTTP "
                        + response.statusCode()
                        + " and no JSON; is it a Narthex? Name one with --url=URL");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
    }
}
