package io.narthex.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Long runs write themselves down: with `-Dnarthex.record=FILE` a run puts a row into a Markdown
/// table, in place of its earlier one.
///
/// Thread safety: for one writer of a file at a time.
public final class ReliabilityRecord {
    private static final String HEAD = "| what | command | seed | count | result | date |";
    private static final String RULE = "|---|---|---|---|---|---|";

    private ReliabilityRecord() {}

    /// Records a run that ended, if that was asked for.
    ///
    /// @param what names the run; there is one row for each
    /// @param command repeats it
    /// @param seed what its randomness came from
    /// @param count of inputs or rounds
    /// @param result in a few words
    public static void put(String what, String command, long seed, long count, String result) {
        String file = System.getProperty("narthex.record");
        if (file == null || file.isEmpty() || file.startsWith("${")) {
            return;
        }
        String row =
                String.format(
                        "| %s | `%s` | %d | %,d | %s | %s |",
                        what, command, seed, count, result, LocalDate.now(ZoneOffset.UTC));
        try {
            Path path = found(Path.of(file));
            Files.write(path, with(Files.readAllLines(path), what, row));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Records inputs that [Seeds] chose, of which `-Psoak` tries more.
    ///
    /// @param module that the test is in
    /// @param outcomes how often each came
    public static void putSeeds(String what, String module, Class<?> test, Map<?, Long> outcomes) {
        put(
                what,
                "mvn -Psoak -pl "
                        + module
                        + " -am test -Dtest="
                        + test.getSimpleName()
                        + " -Dsurefire.failIfNoSpecifiedTests=false",
                0,
                outcomes.values().stream().mapToLong(Long::longValue).sum(),
                outcomes.entrySet().stream()
                        .map(e -> e.getKey() + ": " + e.getValue())
                        .collect(Collectors.joining(", ")));
    }

    /// Tests run in the folder of their module; a relative file is looked for above it too.
    private static Path found(Path file) {
        for (Path folder = Path.of("").toAbsolutePath();
                folder != null;
                folder = folder.getParent()) {
            if (Files.exists(folder.resolve(file))) {
                return folder.resolve(file);
            }
        }
        throw new IllegalArgumentException("there is no " + file + " to write records to");
    }

    /// The lines with a row replaced, or added behind the last one.
    static List<String> with(List<String> lines, String what, String row) {
        List<String> out = new ArrayList<>(lines);
        int head = out.indexOf(HEAD);
        if (head < 0) {
            out.addAll(List.of("", HEAD, RULE, row));
            return out;
        }
        int at = head + 2;
        while (at < out.size() && out.get(at).startsWith("|")) {
            if (out.get(at).startsWith("| " + what + " |")) {
                out.set(at, row);
                return out;
            }
            at++;
        }
        out.add(at, row);
        return out;
    }
}
