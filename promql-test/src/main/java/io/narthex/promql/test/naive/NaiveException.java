package io.narthex.promql.test.naive;

/// A query that fails; the message is how the engine's must end.
public final class NaiveException extends RuntimeException {
    NaiveException(String message) {
        super(message);
    }
}
