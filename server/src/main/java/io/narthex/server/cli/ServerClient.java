package io.narthex.server.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Asks a running server for a command, and shows what it answers.
///
/// Thread safety: for one thread.
final class ServerClient {
    private static final int OK = 200;

    private final URI server;
    private final CommandLine command;

    ServerClient(URI server, CommandLine command) {
        this.server = server;
        this.command = command;
    }

    /// Asks with parameters of one value each; those that are null are left out.
    int ask(String endpoint, Map<String, @Nullable String> parameters) throws InterruptedException {
        StringBuilder form = new StringBuilder();
        parameters.forEach((name, value) -> add(form, name, value));
        return post(endpoint, form.toString());
    }

    /// Asks with parameters of any number of values.
    int askLists(String endpoint, Map<String, List<String>> parameters)
            throws InterruptedException {
        StringBuilder form = new StringBuilder();
        parameters.forEach((name, values) -> values.forEach(value -> add(form, name, value)));
        return post(endpoint, form.toString());
    }

    private static void add(StringBuilder form, String name, @Nullable String value) {
        if (value != null) {
            form.append(form.isEmpty() ? "" : "&");
            form.append(URLEncoder.encode(name, StandardCharsets.UTF_8)).append('=');
            form.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }

    /// @return 0, or 1 if the server refuses or does not answer
    private int post(String endpoint, String form) throws InterruptedException {
        String base = server.toString().replaceFirst("/+$", "");
        HttpResponse<String> response;
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(base + "/api/v1/" + endpoint))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build();
            response = client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | IllegalArgumentException e) {
            return failed(
                    base + " can't be asked (" + e + "); name a running server with --server=URL");
        }
        if (response.statusCode() != OK) {
            return failed(reason(response));
        }
        command.getOut().println(response.body().stripTrailing());
        return 0;
    }

    private int failed(String reason) {
        command.getErr().println("error: " + reason);
        return 1;
    }

    /// The `error` of an answer in JSON; all of any other answer.
    private static String reason(HttpResponse<String> response) {
        try (JsonParser json =
                new JsonFactory().createParser(ObjectReadContext.empty(), response.body())) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.PROPERTY_NAME
                        && "error".equals(json.currentName())) {
                    return String.valueOf(json.nextStringValue());
                }
            }
        } catch (JacksonException _) {
            // Whoever answered is no Narthex; its words are shown as they are.
        }
        return "HTTP " + response.statusCode() + ": " + response.body().strip();
    }
}
