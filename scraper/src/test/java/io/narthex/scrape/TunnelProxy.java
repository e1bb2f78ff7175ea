package io.narthex.scrape;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A proxy that connects everybody with one server, whatever host is asked for.
final class TunnelProxy implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final InetSocketAddress to;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile boolean refuses;

    TunnelProxy(InetSocketAddress to) throws IOException {
        this.to = to;
        Thread.ofVirtual().start(this::accept);
    }

    /// Refuses all requests from now on.
    void refuse() {
        refuses = true;
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /// The heads of the requests.
    List<String> requests() {
        return requests;
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
            requests.add(head(client.getInputStream()));
            OutputStream out = client.getOutputStream();
            String answer = refuses ? "403 Forbidden" : "200 Connection established";
            out.write(("HTTP/1.1 " + answer + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            if (refuses) {
                return;
            }
            Thread.ofVirtual().start(() -> copy(client, server));
            server.getInputStream().transferTo(out);
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

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("no whole request");
            }
            head.append((char) b);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
