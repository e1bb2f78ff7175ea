package io.narthex.demo;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/// The application's port, which can be closed and opened again.
///
/// Thread safety: safe for concurrent calls.
final class Door implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    /// Connections that wait to be accepted.
    private static final int BACKLOG = 128;

    private final Executor requests;
    private final HttpHandler handler;
    private final int port;

    /// Null while the port is closed. Guarded by `this`.
    private @Nullable HttpServer server;

    private boolean closed;

    /// Whether the log was told that somebody else has the port.
    private boolean toldTaken;

    private Door(int port, Executor requests, HttpHandler handler) throws IOException {
        this.requests = requests;
        this.handler = handler;
        HttpServer first = listen(port);
        server = first;
        this.port = first.getAddress().getPort();
    }

    /// Listens on the loopback address.
    ///
    /// @param port 0 for any free one
    /// @throws IOException if the port cannot be had
    static Door open(int port, Executor requests, HttpHandler handler) throws IOException {
        return new Door(port, requests, handler);
    }

    private HttpServer listen(int wanted) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted);
        HttpServer opened = HttpServer.create(address, BACKLOG);
        opened.setExecutor(requests);
        opened.createContext("/", handler);
        opened.start();
        return opened;
    }

    /// The same after each opening.
    int port() {
        return port;
    }

    /// Opens or closes the port, whatever it was. Where somebody else has taken it meanwhile, it
    /// stays closed until the next call.
    synchronized void setOpen(boolean open) {
        HttpServer current = server;
        if (open && current == null && !closed) {
            try {
                server = listen(port);
            } catch (IOException e) {
                if (!toldTaken) {
                    LOG.warn("port {} can't be opened again yet: {}", port, e.toString());
                }
                toldTaken = true;
            }
        } else if (!open && current != null) {
            server = null;
            current.stop(0);
        }
    }

    /// Closes the port for ever, and drops what is in flight.
    @Override
    public synchronized void close() {
        closed = true;
        setOpen(false);
    }
}
