package io.narthex.http;

import java.net.InetSocketAddress;

/// The server could not listen on an address.
public final class ListenException extends RuntimeException {
    private final InetSocketAddress address;
    private final boolean inUse;

    /// @param inUse whether another process has the port
    public ListenException(InetSocketAddress address, boolean inUse, Throwable cause) {
        super("cannot listen on " + text(address) + ": " + reason(inUse, cause), cause);
        this.address = address;
        this.inUse = inUse;
    }

    /// The address that was asked for.
    public InetSocketAddress address() {
        return address;
    }

    /// Whether another process has the port, so that another port would do.
    public boolean inUse() {
        return inUse;
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    private static String reason(boolean inUse, Throwable cause) {
        return inUse ? "address already in use" : String.valueOf(cause.getMessage());
    }
}
