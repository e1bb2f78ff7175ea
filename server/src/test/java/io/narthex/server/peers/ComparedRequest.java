package io.narthex.server.peers;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Requests that both servers are sent, and what is known of their answers.
///
/// Thread safety: immutable.
///
/// @param line as the resource has it
/// @param shapeOnly whether values are each server's own, and only their names and types must agree
/// @param cause why the answers differ altogether; null where they must agree but for differences
///     that are intended everywhere
/// @param method GET, POST with a form, or another one without a body
/// @param targets paths, each with the query of its URL; nothing is escaped in them
record ComparedRequest(
        String line,
        boolean shapeOnly,
        @Nullable String cause,
        String method,
        List<String> targets) {
    private static final Pattern LINE =
            Pattern.compile("(?:\\[(shape|differs ([a-z0-9-]+))] )?([A-Z]+) (.+)");
    private static final Pattern CHOICE = Pattern.compile("<<(.*?)>>");

    /// Those of the resource `compared-requests.txt`, which explains itself.
    static List<ComparedRequest> all() {
        return ComparedQuery.lines("compared-requests.txt").stream()
                .map(ComparedRequest::parse)
                .toList();
    }

    static ComparedRequest parse(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException(line);
        }
        return new ComparedRequest(
                line,
                "shape".equals(parts.group(1)),
                parts.group(2),
                parts.group(3),
                choices(parts.group(4)));
    }

    /// Every way to choose.
    private static List<String> choices(String text) {
        Matcher choice = CHOICE.matcher(text);
        if (!choice.find()) {
            return List.of(text);
        }
        List<String> all = new ArrayList<>();
        for (String chosen : choice.group(1).split(" \\|\\| ", -1)) {
            all.addAll(
                    choices(
                            text.substring(0, choice.start())
                                    + chosen
                                    + text.substring(choice.end())));
        }
        return all;
    }

    @Override
    public String toString() {
        return line;
    }
}
