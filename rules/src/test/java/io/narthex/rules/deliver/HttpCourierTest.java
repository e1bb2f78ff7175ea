package io.narthex.rules.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.rules.deliver.Courier.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Receivers that don't do what they should.
@Timeout(60)
class HttpCourierTest {
    private static final byte[] MESSAGE = {'{', '}'};

    private static Outcome deliver(int port, Duration timeout) throws InterruptedException {
        URI url = URI.create("http://127.0.0.1:" + port + "/secret");
        try (Courier courier = new HttpCourier(url, "Narthex/test", timeout)) {
            return courier.deliver(MESSAGE);
        }
    }

    /// Connects, as the kernel does it, and says nothing.
    @Test
    void receiverThatHangs_isTriedAgain() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Outcome outcome = deliver(silent.getLocalPort(), Duration.ofMillis(200));
            assertThat(outcome).isInstanceOf(Outcome.TryAgain.class);
            assertThat(outcome.toString()).contains("timed out").doesNotContain("secret");
        }
    }

    /// The client's timeout is over when the headers are there.
    @Test
    void answerThatNeverEnds_isAnAnswer() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> answerHalf(server));
            assertThat(deliver(server.getLocalPort(), Duration.ofSeconds(30)))
                    .isInstanceOf(Outcome.Delivered.class);
        }
    }

    private static void answerHalf(ServerSocket server) {
        try {
            Socket socket = server.accept();
            socket.getOutputStream()
                    .write(
                            "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nthe rest is missing"
                                    .getBytes(StandardCharsets.US_ASCII));
            // Open until the client has enough.
            while (socket.getInputStream().read() >= 0) {
                Thread.onSpinWait();
            }
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nobodyThere_isTriedAgain() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        assertThat(deliver(port, Duration.ofSeconds(30))).isInstanceOf(Outcome.TryAgain.class);
    }
}
