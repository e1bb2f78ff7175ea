package io.narthex.http.api;

import io.narthex.model.LabelsText;
import io.narthex.promql.QueryException;

/// A request that is answered with an error.
final class ApiException extends Exception {
    private final ErrorType type;

    ApiException(ErrorType type, String message) {
        super(message);
        this.type = type;
    }

    private ApiException(ErrorType type, QueryException cause) {
        super(cause.getMessage(), cause);
        this.type = type;
    }

    ErrorType type() {
        return type;
    }

    static ApiException badData(String message) {
        return new ApiException(ErrorType.BAD_DATA, message);
    }

    /// `invalid parameter "name": reason`.
    static ApiException invalidParameter(String name, String reason) {
        return badData("invalid parameter " + quote(name) + ": " + reason);
    }

    /// What became of a query.
    static ApiException of(QueryException e) {
        return switch (e) {
            case QueryException.BadQuery bad -> invalidParameter("query", message(bad));
            case QueryException.Timeout timeout -> new ApiException(ErrorType.TIMEOUT, timeout);
            case QueryException.Canceled gone -> new ApiException(ErrorType.CANCELED, gone);
            case QueryException.Storage storage -> new ApiException(ErrorType.INTERNAL, storage);
            case QueryException.TooManySamples many -> new ApiException(ErrorType.EXECUTION, many);
            case QueryException.Overloaded full -> new ApiException(ErrorType.OVERLOADED, full);
            case QueryException.Execution failed -> new ApiException(ErrorType.EXECUTION, failed);
        };
    }

    private static String message(QueryException e) {
        return String.valueOf(e.getMessage());
    }

    /// Go's `%q`.
    static String quote(String s) {
        StringBuilder out = new StringBuilder();
        LabelsText.quote(out, s);
        return out.toString();
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
