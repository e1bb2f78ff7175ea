package io.narthex.rules.file;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/// A rule file that can't be used. The message has a line for each problem, beginning with the
/// file.
public final class RuleFileException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    /// @param file as the user named it
    /// @param problems at least one, each with its place in the file where there is one
    public RuleFileException(String file, List<String> problems) {
        super(problems.stream().map(p -> file + ": " + p).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /// What is wrong, without the file's name: `5:15: group "g", rule 1, "name": …`.
    public List<String> problems() {
        return problems;
    }
}
