package io.narthex.remote.wire;

import io.narthex.model.proto.ProtoException;

/// A request that is refused as a whole.
public final class RefusedException extends Exception {
    private final int status;

    private RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    /// A body that is not what it claims to be.
    public static RefusedException malformed(String reason) {
        return new RefusedException(400, reason);
    }

    /// A body that is no protobuf message.
    public static RefusedException of(ProtoException e) {
        return malformed("protobuf: " + e.reason() + " at byte " + e.position());
    }

    /// A body with more in it than is taken.
    public static RefusedException tooLarge(String reason) {
        return new RefusedException(413, reason);
    }

    /// A body in a format that is not known.
    public static RefusedException unsupported(String reason) {
        return new RefusedException(415, reason);
    }

    /// The HTTP status to answer with.
    public int status() {
        return status;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
