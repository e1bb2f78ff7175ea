package io.narthex.scrape;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Gives every connection one answer whose headers are the test's alone, unlike those of Java's own
/// server.
final class PlainServer implements AutoCloseable {
    private final ServerSocket socket;
    private final String answer;

    /// @param header one line without its end
    PlainServer(String header, String body) {
        this.answer =
                "HTTP/1.1 200 OK\r\n%s\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n%s"
                        .formatted(header, body);
        try {
            socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::run);
    }

    private void run() {
        while (true) {
            try (Socket client = socket.accept()) {
                byte[] request = new byte[4096];
                if (client.getInputStream().read(request) > 0) {
                    client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException _) {
                if (socket.isClosed()) {
                    return;
                }
            }
        }
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
