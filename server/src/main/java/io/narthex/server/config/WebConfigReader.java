package io.narthex.server.config;

import at.favre.lib.crypto.bcrypt.BCrypt;

import io.narthex.http.security.AccessToken;
import io.narthex.http.security.Caller;
import io.narthex.http.security.RateLimit;
import io.narthex.http.security.Role;
import io.narthex.http.security.Scope;
import io.narthex.http.security.TlsServerConfig;
import io.narthex.http.security.WebConfig;
import io.narthex.model.LabelMatcher;
import io.narthex.yaml.ConfigException;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.KeyType;
import io.narthex.yaml.YamlDocument;
import io.narthex.yaml.YamlMapping;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Reads a web configuration in the syntax of Prometheus' exporters, with our block `tokens`.
///
/// Thread safety: stateless.
public final class WebConfigReader {
    /// The headers that may be sent, and their values where not every one makes sense.
    private static final Map<String, List<String>> HEADERS =
            Map.of(
                    "Strict-Transport-Security",
                    List.of(),
                    "X-Content-Type-Options",
                    List.of("nosniff"),
                    "X-Frame-Options",
                    List.of("deny", "sameorigin"),
                    "X-XSS-Protection",
                    List.of(),
                    "Content-Security-Policy",
                    List.of());

    private static final KeyTable HTTP_KEYS =
            KeyTable.of(
                    "http_server_config",
                    Key.flag("http2", true, "HTTP/2, which is spoken in TLS only"),
                    Key.of(
                            "headers",
                            KeyType.TEXT_BY_NAME,
                            "",
                            "sent with every answer: "
                                    + HEADERS.keySet().stream()
                                            .sorted()
                                            .map(name -> "`" + name + "`")
                                            .collect(Collectors.joining(", "))));

    private static final KeyTable TOKEN_KEYS =
            KeyTable.of(
                    "tokens",
                    Key.text("name", "by which logs and errors call it; required"),
                    Key.word("role", "read", "what it may", List.of("read", "write", "admin")),
                    Key.text("sha256", "the hash of the token, in hexadecimal; required"),
                    Key.of(
                            "labels",
                            KeyType.TEXTS_BY_NAME,
                            "",
                            "a token of the role `read` sees the series with these values only"));

    private static final KeyTable RATE_KEYS =
            KeyTable.of(
                    "rate_limit",
                    Key.of(
                            "interval",
                            KeyType.DURATION,
                            "0s",
                            "in which one more request is answered, whoever sends it; 0 for no"
                                    + " limit"),
                    Key.of(
                            "burst",
                            KeyType.NUMBER,
                            "0",
                            "how many are answered at once, after a pause that is long enough;"
                                    + " others get 429"));

    /// What the file may have, with all that its blocks may have.
    static final KeyTable KEYS =
            KeyTable.of(
                    "web configuration",
                    Key.block("tls_server_config", TlsServerReader.KEYS, "TLS"),
                    Key.block("http_server_config", HTTP_KEYS, "HTTP"),
                    Key.of(
                            "basic_auth_users",
                            KeyType.TEXT_BY_NAME,
                            "",
                            "names and bcrypt's hashes; users may do everything"),
                    Key.blocks(
                            "tokens", TOKEN_KEYS, "clients that have a token; not in Prometheus"),
                    Key.block("rate_limit", RATE_KEYS, "how many requests are answered"));

    private static final int MAX_BURST = 1_000_000;

    private WebConfigReader() {}

    /// What a file says.
    ///
    /// @param files the other files that were read
    public record Read(WebConfig config, List<Path> files) {}

    /// Reads and checks a file, and those that it names.
    ///
    /// @throws ConfigException if it can't be used; the message has no secret
    public static Read read(Path file) {
        String text = YamlDocument.text(file, "; --web.config.file names it");
        YamlMapping top = YamlDocument.parse(file.toString(), text).onlyTop().declared(KEYS);
        boolean[] http2 = {true};
        YamlMapping http = top.mapping("http_server_config");
        http.flag("http2", b -> http2[0] = b);
        Map<String, String> headers = headers(http);
        http.refuseTheRest();
        Map<String, String> users = users(top);
        List<AccessToken> tokens = tokens(top);
        List<Path> files = new ArrayList<>();
        @Nullable TlsServerConfig tls =
                TlsServerReader.read(top.mapping("tls_server_config"), http2[0], files);
        RateLimit rateLimit = rateLimit(top.mapping("rate_limit"));
        top.refuseTheRest();
        return new Read(new WebConfig(tls, http2[0], headers, users, tokens, rateLimit), files);
    }

    private static RateLimit rateLimit(YamlMapping block) {
        Duration[] interval = {Duration.ZERO};
        int[] burst = {0};
        block.duration("interval", d -> interval[0] = d);
        block.number("burst", n -> burst[0] = Math.toIntExact(Math.clamp(n, 0, MAX_BURST)));
        block.refuseTheRest();
        if (!interval[0].isZero() && burst[0] == 0) {
            throw block.place("burst")
                    .error("without a burst of at least 1 no request would be answered");
        }
        return new RateLimit(interval[0], burst[0]);
    }

    private static Map<String, String> headers(YamlMapping http) {
        Map<String, String> headers = new LinkedHashMap<>();
        http.textByKey("headers")
                .forEach(
                        (name, value) -> {
                            requireHeader(http, name, value);
                            if (!value.isEmpty()) {
                                headers.put(name, value);
                            }
                        });
        return headers;
    }

    private static void requireHeader(YamlMapping http, String name, String value) {
        List<String> values = HEADERS.get(name);
        if (values == null) {
            throw http.place("headers").error("HTTP header \"" + name + "\" can not be configured");
        }
        if (!values.isEmpty() && !values.contains(value)) {
            throw http.place("headers")
                    .error(
                            "invalid value for "
                                    + name
                                    + ". Expected one of: [\""
                                    + String.join("\" \"", values)
                                    + "\"], but got: \""
                                    + value
                                    + "\"");
        }
        if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw http.place("headers").error("header " + name + " has letters that can't be sent");
        }
    }

    private static Map<String, String> users(YamlMapping top) {
        Map<String, String> users = top.textByKey("basic_auth_users");
        users.forEach(
                (name, hash) -> {
                    var form =
                            BCrypt.verifyer()
                                    .verify(
                                            new byte[0],
                                            cheap(hash).getBytes(StandardCharsets.UTF_8));
                    if (!form.validFormat) {
                        throw top.place("basic_auth_users")
                                .error(
                                        "the password of "
                                                + name
                                                + " is no hash of bcrypt; htpasswd -nBC 10 "
                                                + name
                                                + " makes one");
                    }
                });
        return users;
    }

    /// The same hash with so small a cost that looking at its form takes no time.
    private static String cheap(String hash) {
        return hash.replaceFirst("^(\\$2[abxy]?\\$)(0[4-9]|[12]\\d|3[01])\\$", "$104\\$");
    }

    private static List<AccessToken> tokens(YamlMapping top) {
        List<AccessToken> tokens = new ArrayList<>();
        for (YamlMapping entry : top.mappings("tokens")) {
            tokens.add(token(entry));
        }
        return tokens;
    }

    private static AccessToken token(YamlMapping entry) {
        String[] texts = {"", ""};
        Role[] role = {Role.READ};
        entry.text("name", t -> texts[0] = t);
        entry.value("role", WebConfigReader::role, r -> role[0] = r);
        entry.text("sha256", t -> texts[1] = t);
        List<LabelMatcher> matchers = new ArrayList<>();
        entry.textsByKey("labels")
                .forEach((name, values) -> matchers.add(matcher(entry, name, values)));
        entry.refuseTheRest();
        if (texts[0].isEmpty()) {
            throw entry.place().error("a token needs a name, by which logs and errors call it");
        }
        if (!matchers.isEmpty() && role[0] != Role.READ) {
            throw entry.place("labels")
                    .error("labels limit what is read: only a token of the role read has some");
        }
        try {
            return new AccessToken(new Caller(texts[0], role[0], new Scope(matchers)), texts[1]);
        } catch (IllegalArgumentException e) {
            throw entry.place("sha256").error(e);
        }
    }

    private static Role role(String text) {
        return switch (text) {
            case "read" -> Role.READ;
            case "write" -> Role.WRITE;
            case "admin" -> Role.ADMIN;
            default ->
                    throw new IllegalArgumentException(
                            "unknown role: " + text + "; known: read, write, admin");
        };
    }

    /// One of the values, none of which is empty: series without the label are nobody's.
    private static LabelMatcher matcher(YamlMapping entry, String name, List<String> values) {
        if (values.isEmpty() || values.contains("")) {
            throw entry.place("labels").error(name + " needs values, none of them empty");
        }
        if (values.size() == 1) {
            return LabelMatcher.equal(name, values.getFirst());
        }
        String any = String.join("|", values.stream().map(com.google.re2j.Pattern::quote).toList());
        return new LabelMatcher(LabelMatcher.Type.REGEX, name, any);
    }
}
