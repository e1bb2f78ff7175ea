package io.narthex.scrape;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A proxy of SOCKS 5 that sends its answers byte by byte. It notes who asked for what, such as
/// `me:pw a.b:80`.
final class SocksProxy extends RelayProxy {
    private final boolean wantsPassword;
    private volatile int reply;

    /// @param wantsPassword whether only `me` with the password `pw` is let through
    SocksProxy(InetSocketAddress to, boolean wantsPassword) throws IOException {
        this.wantsPassword = wantsPassword;
        super(to);
    }

    /// Answers all requests with a number from now on.
    void answer(int number) {
        reply = number;
    }

    @Override
    boolean greet(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        OutputStream out = client.getOutputStream();
        String who = greeted(in, out);
        if (who.equals("nobody")) {
            return false;
        }
        in.skipNBytes(3);
        int kind = in.readUnsignedByte();
        String host =
                kind == 3
                        ? text(in)
                        : InetAddress.getByAddress(in.readNBytes(kind == 1 ? 4 : 16))
                                .getHostAddress();
        note(who + " " + host + ":" + in.readUnsignedShort());
        send(out, 5, reply, 0, 3, 2, 'p', 'q', 0, 1);
        return reply == 0;
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
}
