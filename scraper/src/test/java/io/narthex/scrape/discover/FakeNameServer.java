package io.narthex.scrape.discover;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A DNS server of a few records, over UDP.
final class FakeNameServer implements AutoCloseable {
    static final int A = 1;
    static final int NS = 2;
    static final int CNAME = 5;
    static final int MX = 15;
    static final int AAAA = 28;
    static final int SRV = 33;

    private static final int NO_SUCH_NAME = 3;
    private static final int BROKEN = 2;

    private final DatagramSocket socket;
    private final Map<String, List<Entry>> entries = new ConcurrentHashMap<>();
    private volatile boolean broken;

    private record Entry(int type, byte[] data) {}

    FakeNameServer() {
        try {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::run);
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /// Answers every question with a failure, or no longer.
    void breakDown(boolean now) {
        broken = now;
    }

    FakeNameServer with(String name, int type, Object... parts) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (Object part : parts) {
            switch (part) {
                case Integer number -> {
                    data.write(number >> 8);
                    data.write(number);
                }
                case byte[] address -> data.writeBytes(address);
                default -> data.writeBytes(encoded(part.toString()));
            }
        }
        entries.computeIfAbsent(name, _ -> new ArrayList<>())
                .add(new Entry(type, data.toByteArray()));
        return this;
    }

    private static byte[] encoded(String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String part : name.split("\\.")) {
            byte[] text = part.getBytes(StandardCharsets.US_ASCII);
            out.write(text.length);
            out.writeBytes(text);
        }
        out.write(0);
        return out.toByteArray();
    }

    private void run() {
        DatagramPacket packet = new DatagramPacket(new byte[512], 512);
        while (true) {
            try {
                socket.receive(packet);
                byte[] answer = answer(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private byte[] answer(ByteBuffer question) throws IOException {
        short id = question.getShort();
        question.position(12);
        StringBuilder name = new StringBuilder();
        for (int n = question.get(); n > 0; n = question.get()) {
            byte[] part = new byte[n];
            question.get(part);
            name.append(new String(part, StandardCharsets.US_ASCII)).append('.');
        }
        int type = question.getShort();
        List<Entry> known = entries.get(name.toString());
        List<Entry> found =
                known == null || broken
                        ? List.of()
                        : known.stream().filter(e -> e.type == type || e.type == CNAME).toList();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(id);
        out.writeShort(0x8180 | (broken ? BROKEN : known == null ? NO_SUCH_NAME : 0));
        out.writeShort(1);
        out.writeShort(found.size());
        out.writeInt(0);
        out.write(encoded(name.toString()));
        out.writeShort(type);
        out.writeShort(1);
        for (Entry entry : found) {
            out.write(encoded(name.toString()));
            out.writeShort(entry.type);
            out.writeShort(1);
            out.writeInt(60);
            out.writeShort(entry.data.length);
            out.write(entry.data);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
