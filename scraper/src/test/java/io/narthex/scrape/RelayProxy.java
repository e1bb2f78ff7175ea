package io.narthex.scrape;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A proxy that connects everybody with one server, whatever host is asked for.
abstract class RelayProxy implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final InetSocketAddress to;

    private final List<String> requests = new CopyOnWriteArrayList<>();

    RelayProxy(InetSocketAddress to) throws IOException {
        this.to = to;
        Thread.ofVirtual().start(this::accept);
    }

    /// Talks with a client; returns whether it is to be connected.
    abstract boolean greet(Socket client) throws IOException;

    /// Keeps what a client asked for.
    final void note(String request) {
        requests.add(request);
    }

    /// What clients asked for.
    final List<String> requests() {
        return requests;
    }

    final String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(to.getAddress(), to.getPort())) {
            if (greet(client)) {
                Thread.ofVirtual().start(() -> copy(client, server));
                server.getInputStream().transferTo(client.getOutputStream());
            }
        } catch (IOException _) {
            // one side went away
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException _) {
            // one side went away
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
