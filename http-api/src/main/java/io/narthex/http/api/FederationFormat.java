package io.narthex.http.api;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How federated samples are written, as the client's `Accept` header asks. Where it asks for
/// nothing that is known here, the text format.
///
/// @param protobuf whether as delimited messages of protobuf, else as text
/// @param escaping what becomes of names that are not classic
record FederationFormat(boolean protobuf, NameEscaping escaping) {
    private static final String MESSAGE = "io.prometheus.client.MetricFamily";

    private record Clause(String type, Map<String, String> parameters, double weight) {
        String parameter(String name) {
            return parameters.getOrDefault(name, "");
        }
    }

    /// The media type of the answer.
    String media() {
        return (protobuf
                        ? "application/vnd.google.protobuf; proto="
                                + MESSAGE
                                + "; encoding=delimited"
                        : "text/plain; version=0.0.4; charset=utf-8")
                + "; escaping="
                + escaping.text();
    }

    static FederationFormat choose(@Nullable String accept) {
        NameEscaping escaping = NameEscaping.UNDERSCORES;
        for (Clause clause : clauses(accept == null ? "" : accept)) {
            NameEscaping asked = NameEscaping.of(clause.parameter("escaping"));
            escaping = asked == null ? escaping : asked;
            if (isProtobuf(clause)) {
                return new FederationFormat(true, escaping);
            }
            if (isText(clause)) {
                break;
            }
        }
        return new FederationFormat(false, escaping);
    }

    private static boolean isProtobuf(Clause clause) {
        return clause.type().equals("application/vnd.google.protobuf")
                && clause.parameter("proto").equals(MESSAGE)
                && clause.parameter("encoding").equals("delimited");
    }

    private static boolean isText(Clause clause) {
        String version = clause.parameter("version");
        return clause.type().equals("text/plain") && (version.isEmpty() || version.equals("0.0.4"))
                || clause.type().equals("*/*");
    }

    /// Heaviest first; those of equal weight as they stand there.
    private static List<Clause> clauses(String accept) {
        List<Clause> clauses = new ArrayList<>();
        for (String text : accept.split(",", -1)) {
            String[] parts = text.split(";", -1);
            Map<String, String> parameters = new HashMap<>();
            for (int i = 1; i < parts.length; i++) {
                String[] pair = parts[i].split("=", 2);
                parameters.put(
                        pair[0].strip().toLowerCase(Locale.ROOT),
                        pair.length == 1 ? "" : pair[1].strip());
            }
            String type = parts[0].strip().toLowerCase(Locale.ROOT);
            clauses.add(new Clause(type, parameters, weight(parameters.get("q"))));
        }
        clauses.sort(Comparator.comparingDouble(Clause::weight).reversed());
        return clauses;
    }

    private static double weight(@Nullable String q) {
        try {
            return q == null ? 1 : Double.parseDouble(q);
        } catch (NumberFormatException _) {
            return 1;
        }
    }
}
