package io.narthex.promql.test;

import java.util.List;

/// What one script gave.
///
/// @param name the script's name, usually its file
/// @param results one per evaluation, in order
public record ScriptReport(String name, List<EvalResult> results) {
    /// The number of evaluations that gave what was expected.
    public int passed() {
        return (int) results.stream().filter(r -> r.outcome() instanceof Outcome.Passed).count();
    }

    /// The number of evaluations that did not.
    public int failed() {
        return results.size() - passed();
    }

    /// One line for each evaluation that did not pass: `file:line: query: what happened`.
    public List<String> problems() {
        return results.stream()
                .filter(r -> r.outcome() instanceof Outcome.Failed)
                .map(r -> name + ":" + r.line() + ": " + r.query() + ": " + text(r.outcome()))
                .toList();
    }

    private static String text(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Passed _ -> "passed";
            case Outcome.Failed(String message) -> message;
        };
    }
}
