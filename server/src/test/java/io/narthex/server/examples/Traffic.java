package io.narthex.server.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.testkit.ExternalProgram;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Calls a service on this machine, and counts the answers by method and status as the panels do.
final class Traffic {
    /// A line of what the load script prints at its end.
    private static final Pattern LINE =
            Pattern.compile("(?m)^(\\w+) +(\\d{3}|not sent, too many open)  (\\d+)$");

    private static final Pattern TOTAL = Pattern.compile("(?m)^(\\d+) requests in ");

    private final int port;
    private final Map<Map<String, String>, Double> answers = new HashMap<>();

    Traffic(int port) {
        this.port = port;
    }

    /// Sends a request, with a JSON body if it is not empty.
    void send(String method, String path, String body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        // A new connection each time: uvicorn closes one after an exception without announcing it.
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            count(method, String.valueOf(status), 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /// Runs the load script of the examples to its end, and believes what it says it sent.
    void load(Path folder, int rate, int seconds) {
        List<String> command =
                List.of(
                        Examples.PYTHON.toString(),
                        Examples.file("load.py").toString(),
                        "--port=" + port,
                        "--rate=" + rate,
                        "--seconds=" + seconds);
        String said;
        try (ExternalProgram script =
                ExternalProgram.start(folder.resolve("load.log"), Map.of(), command)) {
            said = script.finish();
        }
        Matcher total = TOTAL.matcher(said);
        assertThat(total.find()).as(said).isTrue();
        int told = 0;
        for (Matcher line = LINE.matcher(said); line.find(); ) {
            int count = Integer.parseInt(line.group(3));
            if (line.group(2).length() == 3) {
                count(line.group(1), line.group(2), count);
            }
            told += count;
        }
        // A call that got no answer would leave the two apart.
        assertThat(told).as(said).isEqualTo(rate * seconds).asString().isEqualTo(total.group(1));
    }

    private void count(String method, String status, int count) {
        answers.merge(Map.of("method", method, "status_code", status), (double) count, Double::sum);
    }

    /// How often each method was answered with each status so far.
    Map<Map<String, String>, Double> answers() {
        return Map.copyOf(answers);
    }
}
