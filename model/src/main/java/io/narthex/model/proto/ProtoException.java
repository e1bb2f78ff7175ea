package io.narthex.model.proto;

import java.io.Serial;

/// Bytes are not the message that they should be.
public final class ProtoException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final int position;

    /// @param position where in the array, from 0
    /// @param reason what is wrong there
    public ProtoException(int position, String reason) {
        super(reason);
        this.position = position;
    }

    /// Where in the array, from 0.
    public int position() {
        return position;
    }

    /// What is wrong there.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
