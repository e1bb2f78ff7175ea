package io.narthex.scrape;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A proxy of SOCKS 5 that connects everybody with one server, whatever host is asked for, and
/// sends its answers byte by byte.
final class SocksProxy implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final InetSocketAddress to;
    private final boolean wantsPassword;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile int reply;

    /// @param wantsPassword whether only `me` with the password `pw` is let through
    SocksProxy(InetSocketAddress to, boolean wantsPassword) throws IOException {
        this.to = to;
        this.wantsPassword = wantsPassword;
        Thread.ofVirtual().start(this::accept);
    }

    /// Answers all requests with a number from now on.
    void answer(int number) {
        reply = number;
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /// Who asked for what, such as `me:pw a.b:80`.
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
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            String who = greeted(in, out);
            if (who.equals("nobody")) {
                return;
            }
            in.skipNBytes(3);
            int kind = in.readUnsignedByte();
            String host =
                    kind == 3
                            ? text(in)
                            : InetAddress.getByAddress(in.readNBytes(kind == 1 ? 4 : 16))
                                    .getHostAddress();
            requests.add(who + " " + host + ":" + in.readUnsignedShort());
            send(out, 5, reply, 0, 3, 2, 'p', 'q', 0, 1);
            if (reply == 0) {
                Thread.ofVirtual().start(() -> copy(client, server));
                server.getInputStream().transferTo(out);
            }
        } catch (IOException _) {
            // one side went away
        }
    }

    private String greeted(DataInputStream in, OutputStream out) throws IOException {
        in.skipNBytes(1);
        byte[] methods = in.readNBytes(in.readUnsignedByte());
        if (!wantsPassword) {
            send(out, 5, 0);
            return "anybody";
        }
        if (methods.length < 2) {
            send(out, 5, 255);
            return "nobody";
        }
        send(out, 5, 2);
        in.skipNBytes(1);
        String who = text(in) + ":" + text(in);
        send(out, 1, who.equals("me:pw") ? 0 : 1);
        return who.equals("me:pw") ? who : "nobody";
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
    }

    private static void send(OutputStream out, int... bytes) throws IOException {
        for (int b : bytes) {
            out.write(b);
            out.flush();
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
