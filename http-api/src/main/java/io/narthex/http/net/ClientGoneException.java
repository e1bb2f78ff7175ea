package io.narthex.http.net;

import java.io.IOException;

/// The client closed the connection, or takes no more bytes.
public final class ClientGoneException extends IOException {
    ClientGoneException(String message) {
        super(message);
    }
}
