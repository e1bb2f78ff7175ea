package io.narthex.remote;

/// A request that is refused as a whole.
final class RefusedException extends Exception {
    private final int status;

    private RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    /// A body that is not what it claims to be.
    static RefusedException malformed(String reason) {
        return new RefusedException(400, reason);
    }

    static RefusedException tooLarge(String reason) {
        return new RefusedException(413, reason);
    }

    static RefusedException unsupported(String reason) {
        return new RefusedException(415, reason);
    }

    /// The HTTP status to answer with.
    int status() {
        return status;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
