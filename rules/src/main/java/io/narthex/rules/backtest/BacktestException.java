package io.narthex.rules.backtest;

import java.io.Serial;

/// Why there is no backtest. The message is for whoever asked for it.
public final class BacktestException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    /// What kind of trouble it is.
    public enum Kind {
        /// What is asked for makes no sense.
        BAD_REQUEST,
        /// It would be, or has become, larger than a backtest may be.
        LIMIT,
        /// Somebody cancelled it.
        CANCELED,
        /// A query took too long, or there were too many others.
        TIMEOUT,
        /// The store failed.
        STORAGE
    }

    private final Kind kind;

    /// Creates the exception.
    public BacktestException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /// The kind of trouble.
    public Kind kind() {
        return kind;
    }

    static BacktestException badRequest(String message) {
        return new BacktestException(Kind.BAD_REQUEST, message);
    }

    static BacktestException limit(String message) {
        return new BacktestException(Kind.LIMIT, message);
    }
}
