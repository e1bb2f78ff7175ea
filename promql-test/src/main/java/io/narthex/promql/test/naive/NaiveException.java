package io.narthex.promql.test.naive;

/// The query fails, as it should in any engine.
public final class NaiveException extends RuntimeException {
    NaiveException(String message) {
        super(message);
    }
}
