package io.narthex.rules.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.testkit.ExternalProgram;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// E-mails, taken by a real SMTP server: Python's own.
class MailTest {
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    @TempDir Path directory;

    private static Channel.Email to(int port) {
        return new Channel.Email(
                "127.0.0.1",
                port,
                false,
                "",
                "",
                "narthex@example.org",
                List.of("ops@example.org"));
    }

    @Test
    void email_arrives() throws Exception {
        ExternalProgram.require(PYTHON, "python3");
        int port = ExternalProgram.freePort();
        Path log = directory.resolve("smtp.log");
        List<String> command =
                List.of(
                        PYTHON.toString(),
                        "-u",
                        "-W",
                        "ignore",
                        "-m",
                        "smtpd",
                        "-n",
                        "-c",
                        "DebuggingServer",
                        "127.0.0.1:" + port);
        byte[] message =
                "[FIRING:1] 느림\n\nsummary: p95 > 800 ms\n".getBytes(StandardCharsets.UTF_8);
        try (ExternalProgram server = ExternalProgram.start(log, Map.of(), command);
                Courier courier = Courier.of(to(port), "unused")) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> courier.deliver(message) instanceof Courier.Outcome.Delivered);
        }
        assertThat(Files.readString(log))
                .contains("From: narthex@example.org")
                .contains("To: ops@example.org")
                .contains("Subject: =?UTF-8?")
                .contains("summary: p95 > 800 ms");
    }

    @Test
    void serverThatIsAway_isTriedAgain() throws Exception {
        try (Courier courier = Courier.of(to(ExternalProgram.freePort()), "unused")) {
            assertThat(courier.deliver("a\nb".getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(Courier.Outcome.TryAgain.class);
        }
    }
}
