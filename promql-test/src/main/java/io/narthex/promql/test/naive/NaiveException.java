package io.narthex.promql.test.naive;

import java.util.Set;

/// A query that fails.
public final class NaiveException extends RuntimeException {
    private final transient Set<String> failures;

    /// @param failures of all parts of the query at all steps, how each one's text ends
    NaiveException(Set<String> failures) {
        super(failures.toString());
        this.failures = Set.copyOf(failures);
    }

    /// Whether a message is one of the failures: which of them is told depends on the order in
    /// which parts and steps are evaluated.
    public boolean matches(String message) {
        return failures.stream().anyMatch(message::endsWith);
    }
}
