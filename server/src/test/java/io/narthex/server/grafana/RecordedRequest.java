package io.narthex.server.grafana;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A request as Grafana's data source sends it, and what must be answered.
///
/// @param title what the request is, for the reader; of more than one server where `marks` is empty
/// @param marks in brackets before the title: who answers otherwise, and why
/// @param headers the request's, by name
/// @param parameters encoded; they go into the body of a POST, otherwise into the URL
/// @param answerHeaders regular expressions for the answer's headers, by name
/// @param answer the body: a [JsonPattern] if it begins with a brace, else the exact text
///
/// Thread safety: immutable.
record RecordedRequest(
        String title,
        String marks,
        String method,
        String path,
        Map<String, String> headers,
        String parameters,
        int status,
        Map<String, String> answerHeaders,
        String answer) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// The request, to a server.
    ///
    /// @param base the server's address with a slash at its end
    HttpRequest to(String base) {
        return to(base, method);
    }

    /// The same by another method: parameters move between body and URL.
    HttpRequest to(String base, String otherMethod) {
        boolean post = otherMethod.equals("POST");
        String target = base + path.substring(1);
        String url = post || parameters.isEmpty() ? target : target + "?" + parameters;
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE);
        headers.forEach(request::setHeader);
        if (!post) {
            return request.method(otherMethod, BodyPublishers.noBody()).build();
        }
        if (!headers.containsKey("Content-Type")) {
            request.setHeader("Content-Type", "application/x-www-form-urlencoded");
        }
        return request.POST(BodyPublishers.ofString(parameters)).build();
    }

    @Override
    public String toString() {
        return title;
    }

    /// Reads requests in the form that `requests.txt` explains.
    ///
    /// @param variables what `${name}` stands for
    static List<RecordedRequest> parse(String text, Map<String, String> variables) {
        String filled = text;
        for (Map.Entry<String, String> e : variables.entrySet()) {
            filled = filled.replace("${" + e.getKey() + "}", e.getValue());
        }
        List<RecordedRequest> requests = new ArrayList<>();
        String[] blocks = filled.split("(?m)^=== ");
        for (int i = 1; i < blocks.length; i++) {
            requests.add(block(blocks[i].lines().filter(s -> !s.startsWith("#")).toList()));
        }
        return requests;
    }

    private static RecordedRequest block(List<String> lines) {
        String heading = lines.getFirst();
        int bracket = heading.startsWith("[") ? heading.indexOf(']') + 1 : 0;
        String[] request = lines.get(1).split(" ", 2);
        Map<String, String> headers = new LinkedHashMap<>();
        List<String> parameters = new ArrayList<>();
        int at = 2;
        for (; !lines.get(at).startsWith("< "); at++) {
            String line = lines.get(at);
            if (line.startsWith("> ")) {
                parameters.add(pair(line.substring(2)));
            } else {
                header(line, headers);
            }
        }
        int status = Integer.parseInt(lines.get(at++).substring(2));
        Map<String, String> answerHeaders = new LinkedHashMap<>();
        for (; at < lines.size() && lines.get(at).startsWith("< "); at++) {
            header(lines.get(at).substring(2), answerHeaders);
        }
        String answer =
                lines.subList(at, lines.size()).stream()
                        .filter(line -> !line.isBlank())
                        .collect(Collectors.joining("\n"));
        return new RecordedRequest(
                heading.substring(bracket).strip(),
                heading.substring(0, bracket),
                request[0],
                request[1],
                headers,
                String.join("&", parameters),
                status,
                answerHeaders,
                answer);
    }

    private static void header(String line, Map<String, String> into) {
        String[] parts = line.split(": ", 2);
        into.put(parts[0], parts[1]);
    }

    private static String pair(String line) {
        String[] parts = line.split("=", 2);
        return URLEncoder.encode(parts[0], StandardCharsets.UTF_8)
                + "="
                + URLEncoder.encode(parts[1], StandardCharsets.UTF_8);
    }
}
