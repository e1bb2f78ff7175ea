package io.narthex.promql;

/// Everything that can go wrong with a query, closed so that a switch over it is exhaustive.
public abstract sealed class QueryException extends RuntimeException {
    private QueryException(String message) {
        super(message);
    }

    private QueryException(String message, Throwable cause) {
        super(message, cause);
    }

    /// The text is not valid PromQL, or its type does not fit the kind of query.
    public static final class BadQuery extends QueryException {
        public BadQuery(String message, Throwable cause) {
            super(message, cause);
        }

        public BadQuery(String message) {
            super(message);
        }
    }

    /// The deadline passed.
    public static final class Timeout extends QueryException {
        public Timeout(String message) {
            super(message);
        }
    }

    /// Somebody cancelled it, usually by closing the connection.
    public static final class Canceled extends QueryException {
        public Canceled(String message) {
            super(message);
        }
    }

    /// A limit on samples or bytes was reached.
    public static final class TooManySamples extends QueryException {
        public TooManySamples(String message) {
            super(message);
        }
    }

    /// The engine has too much to do at the moment; the same query may be answered later.
    public static final class Overloaded extends QueryException {
        public Overloaded(String message) {
            super(message);
        }
    }

    /// The evaluation itself failed: duplicate series, or a bad argument.
    public static final class Execution extends QueryException {
        public Execution(String message) {
            super(message);
        }
    }

    /// The store failed.
    public static final class Storage extends QueryException {
        public Storage(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
