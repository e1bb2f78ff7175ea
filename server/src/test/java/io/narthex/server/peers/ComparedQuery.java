package io.narthex.server.peers;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A query that both servers are asked, and what is known of their answers.
///
/// Thread safety: immutable.
///
/// @param query as Narthex is asked
/// @param expected what both answer
/// @param cause why the answers to the same words differ; null where they must agree
/// @param words with which Prometheus 2.42 gives the same answer, where the query's own do not;
///     null where there are none
record ComparedQuery(
        String query, Expected expected, @Nullable String cause, @Nullable String words) {
    private static final Pattern LINE = Pattern.compile("(?:\\[([a-z]+)(?: ([a-z0-9-]+))?] )?(.+)");
    private static final String WORDS = "    2.42: ";

    /// What a query's answers are.
    enum Expected {
        /// Points at some of the times at which it is asked.
        POINTS,
        /// No points at any time: it is asked for its labels, types or names.
        EMPTY,
        /// An error at some of the times.
        ERROR
    }

    /// The queries of the resource `compared-queries.txt`, which explains itself.
    static List<ComparedQuery> all() {
        List<ComparedQuery> queries = new ArrayList<>();
        for (String line : lines("compared-queries.txt")) {
            if (line.startsWith(WORDS)) {
                ComparedQuery last = queries.removeLast();
                String words = line.substring(WORDS.length());
                queries.add(new ComparedQuery(last.query, last.expected, last.cause, words));
            } else {
                queries.add(parse(line));
            }
        }
        return queries;
    }

    /// The causes of intended differences with the rules that they follow from.
    static Map<String, String> causes() {
        Map<String, String> causes = new LinkedHashMap<>();
        for (String line : lines("intended-differences.txt")) {
            int colon = line.indexOf(": ");
            causes.put(line.substring(0, colon), line.substring(colon + 2));
        }
        return causes;
    }

    /// Why Narthex counts the samples of some queries otherwise, by query.
    static Map<String, String> countedOtherwise() {
        Map<String, String> causes = new LinkedHashMap<>();
        for (String line : lines("counted-otherwise.txt")) {
            int colon = line.indexOf(": ");
            causes.put(line.substring(colon + 2), line.substring(0, colon));
        }
        return causes;
    }

    private static ComparedQuery parse(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException(line);
        }
        String query = parts.group(3);
        return switch (parts.group(1)) {
            case null -> new ComparedQuery(query, Expected.POINTS, null, null);
            case "empty" -> new ComparedQuery(query, Expected.EMPTY, null, null);
            case "fails" -> new ComparedQuery(query, Expected.ERROR, null, null);
            case "differs" -> new ComparedQuery(query, Expected.POINTS, parts.group(2), null);
            default -> throw new IllegalArgumentException(line);
        };
    }

    /// The lines of a resource, comments left out.
    static List<String> lines(String resource) {
        try (InputStream in = ComparedQuery.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return query;
    }
}
