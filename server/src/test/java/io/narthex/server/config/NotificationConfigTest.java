package io.narthex.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.rules.deliver.Channel;
import io.narthex.rules.deliver.Grouping;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class NotificationConfigTest {
    @TempDir Path directory;

    private static NotificationConfig parse(String yaml) {
        return ConfigFile.parse("narthex.yml", yaml, _ -> null).notifications();
    }

    @Test
    void receivers_areRead_secretsFromFiles() throws IOException {
        Path url = Files.writeString(directory.resolve("url"), "https://hooks.example.org/x\n");
        Path password = Files.writeString(directory.resolve("password"), "secret\n");
        NotificationConfig config =
                parse(
                        """
                        notifications:
                          group_by: [alertname, service]
                          group_wait: 10s
                          receivers:
                            - name: on-call
                              match: '{severity="page"}'
                              webhook: {url: "http://127.0.0.1:5001/hook"}
                            - name: chat
                              send_resolved: false
                              slack: {url_file: %s, channel: "#ops"}
                            - name: mail
                              email:
                                smarthost: mail.example.org:587
                                from: a@example.org
                                to: [b@example.org]
                                username: u
                                password_file: %s
                        """
                                .formatted(url, password));
        assertThat(config.grouping().by()).containsExactly("alertname", "service");
        assertThat(config.grouping().firstWait()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.grouping().repeat()).isEqualTo(Grouping.DEFAULTS.repeat());
        assertThat(config.receivers().get(0).matchers()).hasSize(1);
        assertThat(config.receivers().get(0).sendResolved()).isTrue();
        assertThat(config.receivers().get(1).channel())
                .isEqualTo(new Channel.Slack(URI.create("https://hooks.example.org/x"), "#ops"));
        assertThat(config.receivers().get(1).sendResolved()).isFalse();
        assertThat(config.receivers().get(2).channel())
                .isEqualTo(
                        new Channel.Email(
                                "mail.example.org",
                                587,
                                true,
                                "u",
                                "secret",
                                "a@example.org",
                                List.of("b@example.org")));
        assertThat(config.receivers().get(2).toString()).doesNotContain("secret");
    }

    /// Everybody may see the configuration; a hook's address is as good as a password.
    @Test
    void secrets_areNotShown() {
        String yaml =
                """
                # \uD83D\uDD25 before
                notifications:
                  receivers:
                    - {name: a, webhook: {url: "http://x/secret"}} # after
                    - name: b
                      slack: {url: https://hooks.example.org/secret, channel: "#ops"}
                    - name: c
                      email:
                        smarthost: mail:25
                        from: a@example.org
                        to: [b@example.org]
                        username: u
                        password: >-
                          sec
                          ret
                global: {scrape_interval: 9s}
                """;
        assertThat(ConfigFile.parse("narthex.yml", yaml, _ -> null).yaml())
                .contains("scrape_interval: 9s")
                .doesNotContain("sec\n", "http://x", "https://")
                .endsWith(
                        """
                        notifications:
                          receivers:
                          - name: a
                            webhook:
                              url: <secret>
                          - name: b
                            slack:
                              url: <secret>
                              channel: '#ops'
                          - name: c
                            email:
                              smarthost: mail:25
                              from: a@example.org
                              to:
                              - b@example.org
                              username: u
                              password: <secret>
                        """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: a}                                  | one of webhook, slack and email",
                "{name: a, webhook: {url: 'ftp://x'}}       | begins with http://",
                "{name: a, webhook: {x: 1}}                  | a hook has a url",
                "{name: a, slack: {channel: x}}             | a hook has a url",
                "{name: a, slack: {url_file: /none}}        | can't be read",
                "{name: a, email: {smarthost: mail}}        | expected host:port",
                "{name: a, email: {smarthost: 'mail:25'}}   | a list to",
                "{name: 'a/b', webhook: {url: 'http://x'}}  | letters, digits",
                "{name: a, match: 'sum(x)', webhook: {url: 'http://x'}} | matchers such as",
                "{name: a, webhok: {}, webhook: {url: 'http://x'}} | did you mean",
            })
    void receiverThatIsWrong_namesThePlaceAndTheRemedy(String receiver, String message) {
        assertThatThrownBy(() -> parse("notifications: {receivers: [" + receiver + "]}"))
                .isInstanceOf(RuntimeException.class)
                .hasMessageStartingWith("narthex.yml:1")
                .hasMessageContaining(message);
    }
}
