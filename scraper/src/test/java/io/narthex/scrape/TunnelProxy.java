package io.narthex.scrape;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// An HTTP proxy that is asked by `CONNECT`. It notes the heads of requests.
final class TunnelProxy extends RelayProxy {
    private volatile boolean refuses;

    TunnelProxy(InetSocketAddress to) throws IOException {
        super(to);
    }

    /// Refuses all requests from now on.
    void refuse() {
        refuses = true;
    }

    @Override
    boolean greet(Socket client) throws IOException {
        note(head(client.getInputStream()));
        String answer = refuses ? "403 Forbidden" : "200 Connection established";
        client.getOutputStream()
                .write(("HTTP/1.1 " + answer + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return !refuses;
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
}
