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
        return (int) results.stream().filter(r -> r.outcome() instanceof Outcome.Failed).count();
    }

    /// The number of evaluations that can't be done yet.
    public int unsupported() {
        return results.size() - passed() - failed();
    }

    /// One line for each evaluation that did not pass: `file:line: query: what happened`.
    ///
    /// @param unsupported whether to list those that can't be done yet as well
    public List<String> problems(boolean unsupported) {
        return results.stream()
                .filter(
                        r ->
                                r.outcome() instanceof Outcome.Failed
                                        || (unsupported
                                                && r.outcome() instanceof Outcome.Unsupported))
                .map(r -> name + ":" + r.line() + ": " + r.query() + ": " + text(r.outcome()))
                .toList();
    }

    private static String text(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Passed _ -> "passed";
            case Outcome.Failed(String message) -> message;
            case Outcome.Unsupported(String reason) -> "unsupported: " + reason;
        };
    }
}
