package io.narthex.server.check;

import io.narthex.model.Labels;
import io.narthex.rules.file.RuleDefinition;
import io.narthex.rules.file.RuleFile;
import io.narthex.rules.file.RuleFileException;
import io.narthex.rules.file.RuleFileReader;
import io.narthex.rules.file.RuleGroupDefinition;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/// Checks rule files.
///
/// Thread safety: for one thread.
public final class RuleCheck {
    private final RuleFileReader reader;
    private final boolean duplicates;
    private final CheckOutput output;

    /// @param duplicates whether rules with the same name and labels are doubtful
    public RuleCheck(RuleFileReader reader, boolean duplicates, CheckOutput output) {
        this.reader = reader;
        this.duplicates = duplicates;
        this.output = output;
    }

    /// Checks a file.
    public void file(Path file) {
        output.say("Checking " + file);
        try {
            found(reader.read(file));
        } catch (RuleFileException e) {
            output.fail("  FAILED:\n" + e.getMessage());
        }
        output.say("");
    }

    /// Checks a text that came from the standard input.
    public void text(String yaml) {
        output.say("Checking standard input");
        try {
            found(reader.parse("standard input", yaml));
        } catch (RuleFileException e) {
            output.fail("  FAILED:\n" + String.join("\n", e.problems()));
        }
        output.say("");
    }

    private void found(RuleFile file) {
        List<Series> twice = duplicates ? twice(file) : List.of();
        if (twice.isEmpty()) {
            output.say("  SUCCESS: " + file.ruleCount() + " rules found");
            return;
        }
        StringBuilder text =
                new StringBuilder("  FAILED:\nlint error ")
                        .append(twice.size())
                        .append(" duplicate rule(s) found.\n");
        for (Series series : twice) {
            text.append("Metric: ").append(series.name).append("\nLabel(s):\n");
            for (int i = 0; i < series.labels.size(); i++) {
                text.append('\t').append(series.labels.name(i));
                text.append(": ").append(series.labels.value(i)).append('\n');
            }
        }
        output.doubt(
                text.append("Might cause inconsistency while recording expressions").toString());
    }

    /// What a rule makes.
    private record Series(String name, Labels labels) implements Comparable<Series> {
        @Override
        public int compareTo(Series other) {
            int byName = name.compareTo(other.name);
            return byName == 0 ? labels.compareTo(other.labels) : byName;
        }
    }

    private static List<Series> twice(RuleFile file) {
        SortedMap<Series, Integer> counts = new TreeMap<>();
        for (RuleGroupDefinition group : file.groups()) {
            for (RuleDefinition rule : group.rules()) {
                counts.merge(new Series(rule.name(), Labels.of(rule.labels())), 1, Integer::sum);
            }
        }
        List<Series> twice = new ArrayList<>();
        counts.forEach(
                (series, count) -> {
                    if (Objects.requireNonNull(count) > 1) {
                        twice.add(series);
                    }
                });
        return twice;
    }
}
