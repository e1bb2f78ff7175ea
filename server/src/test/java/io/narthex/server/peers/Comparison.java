package io.narthex.server.peers;

import io.narthex.server.peers.ComparedQuery.Expected;
import io.narthex.testkit.PrometheusApi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Asks two servers one query at several times and over two ranges, and says what is wrong.
///
/// Thread safety: for one thread.
final class Comparison {
    /// Minutes after the begin, each with half a second more; the last is after the end.
    private static final double[] INSTANTS = {3, 22, 51, 76.25, 109, 152};

    /// Enough to see what is wrong.
    private static final int SHOWN = 3;

    private final ServerPair servers;
    private final ComparedQuery query;
    private final List<String> problems = new ArrayList<>();
    private int compared;
    private int points;
    private int errors;
    private int differing;
    private boolean countsAgree = true;

    private Comparison(ServerPair servers, ComparedQuery query) {
        this.servers = servers;
        this.query = query;
    }

    /// The finished comparison.
    static Comparison of(ServerPair servers, ComparedQuery query) {
        Comparison comparison = new Comparison(servers, query);
        String type = "";
        for (double minutes : INSTANTS) {
            type = comparison.compare("api/v1/query", Map.of("time", time(minutes * 60)));
        }
        // A range query has no use for ranges and strings, and both say so.
        boolean failsOverRanges = type.equals("matrix") || type.equals("string");
        int before = comparison.errors;
        comparison.compare("api/v1/query_range", range(-300, 155 * 60, 181));
        comparison.compare("api/v1/query_range", range(47 * 60, 54 * 60, 7));
        if (failsOverRanges) {
            comparison.errors = before;
        }
        comparison.judge();
        return comparison;
    }

    /// What is wrong, in words; empty where nothing is.
    List<String> problems() {
        return problems;
    }

    /// Whether both servers looked at as many samples at every step of every answer that agrees
    /// without further words.
    boolean countsAgree() {
        return countsAgree;
    }

    /// How many pairs of answers were compared.
    int compared() {
        return compared;
    }

    /// How many points agreed.
    int points() {
        return points;
    }

    private void judge() {
        if (query.cause() != null && differing == 0) {
            problems.add("marked as different, but all answers agree");
        }
        if (query.cause() != null && query.words() == null) {
            return; // what remains is for queries that agree in some words
        }
        if (query.expected() == Expected.ERROR) {
            if (errors == 0) {
                problems.add("marked as failing, but both answer");
            }
        } else if (errors > 0) {
            problems.add("both fail, but it is not marked");
        } else if ((query.expected() == Expected.EMPTY) != (points == 0)) {
            problems.add(points + " points, against its mark or the lack of it");
        }
    }

    /// The type of the result.
    private String compare(String path, Map<String, Object> when) {
        compared++;
        CompletableFuture<Answer> asked =
                CompletableFuture.supplyAsync(
                        () -> ask(servers.prometheus(), path, query.query(), when));
        Answer narthex = ask(servers.narthex(), path, query.query(), when);
        Answer prometheus = asked.join();
        if (query.cause() != null) {
            differing += Agreement.differences(prometheus, narthex).isEmpty() ? 0 : 1;
            if (query.words() == null) {
                return narthex.type();
            }
            prometheus = ask(servers.prometheus(), path, query.words(), when);
        }
        List<String> differences = new ArrayList<>(Agreement.differences(prometheus, narthex));
        if (query.query().startsWith("sort") && path.endsWith("query")) {
            List<?> expected = List.copyOf(prometheus.series().keySet());
            List<?> actual = List.copyOf(narthex.series().keySet());
            if (!expected.equals(actual)) {
                differences.add("expected order " + expected + " but was " + actual);
            }
        }
        for (String difference : differences.subList(0, Math.min(SHOWN, differences.size()))) {
            problems.add(path + " " + when + ": " + difference);
        }
        if (query.cause() == null && !narthex.failed() && !prometheus.failed()) {
            countsAgree &= prometheus.counts().equals(narthex.counts());
        }
        errors += narthex.failed() ? 1 : 0;
        points += narthex.points();
        return narthex.type();
    }

    private static Answer ask(
            PrometheusApi server, String path, String query, Map<String, Object> when) {
        Map<String, Object> parameters = new HashMap<>(when);
        parameters.put("query", query);
        parameters.put("stats", "all");
        return Answer.of(server.get(path, parameters));
    }

    private static Map<String, Object> range(int from, int to, int step) {
        return Map.of("start", time(from), "end", time(to), "step", step);
    }

    private static double time(double afterBegin) {
        return SeededSamples.BEGIN.getEpochSecond() + afterBegin + 0.5;
    }
}
