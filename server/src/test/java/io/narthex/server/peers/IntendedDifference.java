package io.narthex.server.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Why Narthex, which follows Prometheus 3.14, answers some requests otherwise than Prometheus
/// 2.42, and how the one answer is made of the other.
///
/// Thread safety: immutable.
///
/// @param cause a name
/// @param rule what the difference follows from
/// @param there finds what differs in what 2.42 answers
/// @param here what Narthex answers in its place; null where the whole answer is another one, of
///     requests that are marked with the cause
record IntendedDifference(String cause, String rule, List<Pattern> there, List<String> here) {
    private static final String THERE = "    there: ";
    private static final String HERE = "    here: ";

    /// Those of the resource `request-differences.txt`, which explains itself.
    static List<IntendedDifference> all() {
        List<IntendedDifference> all = new ArrayList<>();
        for (String line : ComparedQuery.lines("request-differences.txt")) {
            if (line.startsWith(THERE)) {
                all.getLast().there.add(Pattern.compile(line.substring(THERE.length())));
            } else if (line.startsWith(HERE)) {
                all.getLast().here.add(line.substring(HERE.length()));
            } else {
                int colon = line.indexOf(": ");
                all.add(
                        new IntendedDifference(
                                line.substring(0, colon),
                                line.substring(colon + 2),
                                new ArrayList<>(),
                                new ArrayList<>()));
            }
        }
        return all;
    }

    /// What Narthex should answer where 2.42 answers this.
    String apply(String answer) {
        String text = answer;
        for (int i = 0; i < there.size(); i++) {
            text = there.get(i).matcher(text).replaceAll(here.get(i));
        }
        return text;
    }
}
