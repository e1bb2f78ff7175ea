package io.narthex.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// A target of the least kind: a port of the loopback address that gives the same sort of answer to
/// every request, or none at all.
final class Answers implements AutoCloseable {
    private static final String TEXT = "text/plain; version=0.0.4";

    private final ServerSocket listener;
    private final Supplier<String> response;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private Answers(Supplier<String> response) {
        this.response = response;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /// Answers with metrics.
    ///
    /// @param metrics gives the text of each scrape
    static Answers metrics(Supplier<String> metrics) {
        return new Answers(() -> http("200 OK", TEXT, metrics.get()));
    }

    /// Answers always the same.
    ///
    /// @param status code and phrase, such as `404 Not Found`
    static Answers with(String status, String contentType, String body) {
        return new Answers(() -> http(status, contentType, body));
    }

    /// Takes requests and never answers.
    static Answers never() {
        return new Answers(() -> "");
    }

    private static String http(String status, String contentType, String body) {
        return "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                .formatted(status, contentType, body.getBytes(StandardCharsets.UTF_8).length, body);
    }

    /// Host and port, as a configuration names a target.
    String target() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> answer(socket));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void answer(Socket socket) {
        try {
            BufferedReader request =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            String line = request.readLine();
            while (line != null && !line.isEmpty()) {
                line = request.readLine();
            }
            String answer = response.get();
            if (answer.isEmpty()) {
                return; // the connection stays open
            }
            OutputStream out = socket.getOutputStream();
            out.write(answer.getBytes(StandardCharsets.UTF_8));
            socket.close();
            open.remove(socket);
        } catch (IOException _) {
            open.remove(socket); // the scraper gave up
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
