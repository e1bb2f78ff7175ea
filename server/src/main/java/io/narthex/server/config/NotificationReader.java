package io.narthex.server.config;

import io.narthex.model.DurationText;
import io.narthex.model.LabelMatcher;
import io.narthex.rules.deliver.Channel;
import io.narthex.rules.deliver.Grouping;
import io.narthex.rules.deliver.Receiver;
import io.narthex.rules.deliver.SilenceBook;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.KeyType;
import io.narthex.yaml.YamlMapping;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads the block `notifications`.
///
/// ```yaml
/// notifications:
///   group_by: [alertname]        # the defaults are Alertmanager's usual ones
///   group_wait: 30s
///   group_interval: 5m
///   repeat_interval: 4h
///   receivers:
///     - name: on-call
///       match: '{severity="page"}'   # all alerts where it is left out
///       send_resolved: true
///       webhook: {url: "http://127.0.0.1:5001/hook"}
///     - name: chat
///       slack: {url_file: /etc/narthex/slack-url, channel: "#ops"}
///     - name: mail
///       email: {smarthost: "mail:587", from: a@b.c, to: [d@e.f], username: u, password_file: /p}
/// ```
final class NotificationReader {
    private static final Key URL = Key.text("url", "the address of the hook");
    private static final Key URL_FILE = Key.text("url_file", "a file that holds it");

    private static final KeyTable WEBHOOK_KEYS = KeyTable.of("webhook", URL, URL_FILE);

    private static final KeyTable SLACK_KEYS =
            KeyTable.of(
                    "slack", URL, URL_FILE, Key.text("channel", "where, if the hook lets choose"));

    private static final KeyTable EMAIL_KEYS =
            KeyTable.of(
                    "email",
                    Key.text("smarthost", "`host:port` of a mail server; required"),
                    Key.text("from", "who writes; required"),
                    Key.texts("to", "who reads; required"),
                    Key.text("username", "the name, where the mail server wants one"),
                    Key.text("password", "its password"),
                    Key.text("password_file", "a file that holds it"),
                    Key.flag("require_tls", true, "whether mail is only sent with TLS"));

    private static final KeyTable RECEIVER_KEYS =
            KeyTable.of(
                    "receivers",
                    Key.text("name", "of no other receiver; required"),
                    Key.text("match", "a selector of alerts; all where it is left out"),
                    Key.flag("send_resolved", true, "whether ends are told too"),
                    Key.block("webhook", WEBHOOK_KEYS, "a hook that takes Alertmanager's JSON"),
                    Key.block("slack", SLACK_KEYS, "a hook of Slack, or one that speaks the same"),
                    Key.block("email", EMAIL_KEYS, "mail"));

    static final KeyTable KEYS =
            KeyTable.of(
                    "notifications",
                    Key.of(
                            "group_by",
                            KeyType.TEXTS,
                            String.join(", ", Grouping.DEFAULTS.by()),
                            "labels; alerts with the same values are told together"),
                    waiting(
                            "group_wait",
                            Grouping.DEFAULTS.firstWait(),
                            "how long others may join"),
                    waiting(
                            "group_interval",
                            Grouping.DEFAULTS.interval(),
                            "how long changes wait after that"),
                    waiting(
                            "repeat_interval",
                            Grouping.DEFAULTS.repeat(),
                            "after how long what goes on is told again"),
                    Key.blocks("receivers", RECEIVER_KEYS, "who is told"));

    private final YamlMapping entry;

    private NotificationReader(YamlMapping entry) {
        this.entry = entry;
    }

    private static Key waiting(String name, Duration usual, String meaning) {
        return Key.of(name, KeyType.DURATION, DurationText.format(usual), meaning);
    }

    static NotificationConfig read(YamlMapping block) {
        Grouping grouping = grouping(block);
        List<Receiver> receivers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlMapping entry : block.mappings("receivers")) {
            Receiver receiver = new NotificationReader(entry).receiver();
            if (!names.add(receiver.name())) {
                throw entry.place("name").error("a receiver of this name is there already");
            }
            receivers.add(receiver);
        }
        block.refuseTheRest();
        return new NotificationConfig(grouping, receivers);
    }

    private static Grouping grouping(YamlMapping block) {
        Grouping defaults = Grouping.DEFAULTS;
        List<String> by = block.texts("group_by");
        Duration[] times = {defaults.firstWait(), defaults.interval(), defaults.repeat()};
        block.duration("group_wait", duration -> times[0] = duration);
        block.duration("group_interval", duration -> times[1] = duration);
        block.duration("repeat_interval", duration -> times[2] = duration);
        return new Grouping(by.isEmpty() ? defaults.by() : by, times[0], times[1], times[2]);
    }

    private Receiver receiver() {
        String[] name = {""};
        boolean[] resolved = {true};
        List<LabelMatcher> matchers = new ArrayList<>();
        entry.text("name", text -> name[0] = text);
        entry.flag("send_resolved", flag -> resolved[0] = flag);
        entry.value("match", SilenceBook::matchers, matchers::addAll);
        Channel channel = channel();
        entry.refuseTheRest();
        try {
            return new Receiver(name[0], matchers, channel, resolved[0]);
        } catch (IllegalArgumentException e) {
            throw entry.place("name").error(e);
        }
    }

    private Channel channel() {
        List<Channel> channels = new ArrayList<>();
        if (entry.has("webhook")) {
            YamlMapping hook = entry.mapping("webhook");
            channels.add(new Channel.Webhook(url(hook)));
            hook.refuseTheRest();
        }
        if (entry.has("slack")) {
            YamlMapping slack = entry.mapping("slack");
            String[] channel = {""};
            slack.text("channel", text -> channel[0] = text);
            channels.add(new Channel.Slack(url(slack), channel[0]));
            slack.refuseTheRest();
        }
        if (entry.has("email")) {
            channels.add(email(entry.mapping("email")));
        }
        if (channels.size() != 1) {
            throw entry.place().error("a receiver has one of webhook, slack and email");
        }
        return channels.getFirst();
    }

    private static URI url(YamlMapping hook) {
        URI[] url = new URI[1];
        hook.value("url", NotificationReader::http, parsed -> url[0] = parsed);
        hook.value("url_file", file -> http(secret(file)), parsed -> url[0] = parsed);
        if (url[0] == null) {
            throw hook.place().error("a hook has a url, or a url_file that holds it");
        }
        return url[0];
    }

    private static URI http(String text) {
        URI url = URI.create(text);
        if (url.getHost() == null || !List.of("http", "https").contains(url.getScheme())) {
            throw new IllegalArgumentException(
                    "expected a URL that begins with http:// or https://");
        }
        return url;
    }

    /// A file that holds a secret and perhaps a line break.
    private static String secret(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " can't be read: " + e, e);
        }
    }

    private static Channel email(YamlMapping email) {
        String[] host = {"", "25"};
        String[] login = {"", ""};
        String[] from = {""};
        boolean[] tls = {true};
        email.value(
                "smarthost",
                NotificationReader::hostAndPort,
                parts -> {
                    host[0] = parts[0];
                    host[1] = parts[1];
                });
        email.text("from", text -> from[0] = text);
        List<String> to = email.texts("to");
        email.text("username", text -> login[0] = text);
        email.text("password", text -> login[1] = text);
        email.value("password_file", NotificationReader::secret, text -> login[1] = text);
        email.flag("require_tls", flag -> tls[0] = flag);
        email.refuseTheRest();
        if (host[0].isEmpty() || from[0].isEmpty() || to.isEmpty()) {
            throw email.place().error("an e-mail has a smarthost, from, and a list to");
        }
        int port = Integer.parseInt(host[1]);
        return new Channel.Email(host[0], port, tls[0], login[0], login[1], from[0], to);
    }

    private static String[] hostAndPort(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("expected host:port, such as mail.example.org:587");
        }
        return new String[] {text.substring(0, colon), text.substring(colon + 1)};
    }
}
