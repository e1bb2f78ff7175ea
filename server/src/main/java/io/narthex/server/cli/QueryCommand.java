package io.narthex.server.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
import java.util.LinkedHashMap;
import java.util.Map;

/// `narthex query`: asks a running server.
@Command(name = "query", description = "Ask a running server.")
final class QueryCommand extends LaterCommands.Later {
    private static final int OK = 200;

    @Spec
    @SuppressWarnings("NullAway.Init") // set before any command runs
    private CommandSpec spec;

    /// Shows what a server makes of a query.
    ///
    /// @return 0, or 1 if the server refuses the query or does not answer
    @Command(
            name = "explain",
            description = "Show a query's plan, what optimizers made of it, and its operators.")
    int explain(
            @Option(names = "--analyze", description = "Run the query and measure every operator.")
                    boolean analyze,
            @Option(
                            names = "--server",
                            paramLabel = "URL",
                            defaultValue = "http://127.0.0.1:9090",
                            description = "The server; by default ${DEFAULT-VALUE}.")
                    URI server,
            @Option(names = "--time", paramLabel = "TIME", description = "When; by default now.")
                    @Nullable String time,
            @Option(names = "--start", paramLabel = "TIME", description = "Begin of a range query.")
                    @Nullable String start,
            @Option(names = "--end", paramLabel = "TIME", description = "Its end.")
                    @Nullable String end,
            @Option(names = "--step", paramLabel = "DURATION", description = "Its step.")
                    @Nullable String step,
            @Option(names = "--format", paramLabel = "text|json", defaultValue = "text")
                    String format,
            @Parameters(paramLabel = "EXPR", description = "The query.") String expression)
            throws InterruptedException {
        Map<String, @Nullable String> parameters = new LinkedHashMap<>();
        parameters.put("query", expression);
        parameters.put("analyze", String.valueOf(analyze));
        parameters.put("format", format);
        parameters.put("time", time);
        parameters.put("start", start);
        parameters.put("end", end);
        parameters.put("step", step);
        return ask(server, "explain", parameters);
    }

    private int ask(URI server, String endpoint, Map<String, @Nullable String> parameters)
            throws InterruptedException {
        String base = server.toString().replaceFirst("/+$", "");
        HttpResponse<String> response;
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(base + "/api/v1/" + endpoint))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form(parameters)))
                            .build();
            response = client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | IllegalArgumentException e) {
            return failed(
                    base + " can't be asked (" + e + "); name a running server with --server=URL");
        }
        if (response.statusCode() != OK) {
            return failed(reason(response));
        }
        spec.commandLine().getOut().println(response.body().stripTrailing());
        return 0;
    }

    private int failed(String reason) {
        spec.commandLine().getErr().println("error: " + reason);
        return 1;
    }

    private static String form(Map<String, @Nullable String> parameters) {
        StringBuilder form = new StringBuilder();
        parameters.forEach(
                (name, value) -> {
                    if (value != null) {
                        form.append(form.isEmpty() ? "" : "&").append(name).append('=');
                        form.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
                    }
                });
        return form.toString();
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
