package io.narthex.remote;

import org.jspecify.annotations.Nullable;

/// The messages that a remote write request may carry, by the names that its `Content-Type` has.
public enum WriteMessage {
    /// Remote write 1.0.
    V1("prometheus.WriteRequest"),
    /// Remote write 2.0.
    V2("io.prometheus.write.v2.Request");

    private final String proto;

    WriteMessage(String proto) {
        this.proto = proto;
    }

    /// The full name of the protobuf message.
    public String proto() {
        return proto;
    }

    /// The message of a name, or null where there is none.
    public static @Nullable WriteMessage of(String proto) {
        for (WriteMessage message : values()) {
            if (message.proto.equals(proto)) {
                return message;
            }
        }
        return null;
    }
}
