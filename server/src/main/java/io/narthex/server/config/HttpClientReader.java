package io.narthex.server.config;

import io.narthex.client.Authentication;
import io.narthex.client.HttpClientConfig;
import io.narthex.client.Secret;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.KeyType;
import io.narthex.yaml.YamlMapping;
import io.narthex.yaml.YamlPlace;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads the keys about HTTP that jobs have in common with whoever else is asked.
///
/// Thread safety: stateless.
final class HttpClientReader {
    private static final String BASIC = "basic_auth";
    private static final String AUTHORIZATION = "authorization";
    private static final String OAUTH2 = "oauth2";
    private static final String TOKEN = "bearer_token";
    private static final String TOKEN_FILE = "bearer_token_file";
    private static final String HEADERS = "http_headers";
    private static final String CLIENT_CREDENTIALS = "client_credentials";

    /// Headers that a configuration may not set, since they are this server's own to set or change
    /// what a connection is.
    private static final Set<String> RESERVED =
            Set.of(
                    "authorization",
                    "host",
                    "content-encoding",
                    "content-length",
                    "content-type",
                    "user-agent",
                    "connection",
                    "keep-alive",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "www-authenticate",
                    "accept-encoding",
                    "x-prometheus-remote-write-version",
                    "x-prometheus-remote-read-version",
                    "x-prometheus-scrape-timeout-seconds",
                    "x-amz-date",
                    "x-amz-security-token",
                    "x-amz-content-sha256");

    private static final KeyTable BASIC_KEYS =
            KeyTable.of(
                            BASIC,
                            Key.text("username", "the name"),
                            Key.text("username_file", "a file that holds it"),
                            Key.text("password", "the password"),
                            Key.text("password_file", "a file that holds it"))
                    .later("username_ref", "password_ref");

    private static final KeyTable AUTHORIZATION_KEYS =
            KeyTable.of(
                            AUTHORIZATION,
                            Key.of("type", KeyType.TEXT, "Bearer", "the word before the rest"),
                            Key.text("credentials", "the rest of the header"),
                            Key.text("credentials_file", "a file that holds it"))
                    .later("credentials_ref");

    private static final KeyTable OAUTH2_KEYS =
            KeyTable.of(
                            OAUTH2,
                            Key.text("client_id", "who asks; required"),
                            Key.text("client_secret", "the secret"),
                            Key.text("client_secret_file", "a file that holds it"),
                            Key.text("token_url", "where tokens are given; required"),
                            Key.word(
                                    "grant_type",
                                    CLIENT_CREDENTIALS,
                                    "how one is asked for",
                                    List.of(CLIENT_CREDENTIALS)),
                            Key.texts("scopes", "what the token is to be good for"),
                            Key.of(
                                    "endpoint_params",
                                    KeyType.TEXT_BY_NAME,
                                    "",
                                    "what else the token's server wants to know"))
                    .with(ConnectionReader.KEYS)
                    .later("client_secret_ref", "client_certificate_key_id")
                    .later("client_certificate_key", "client_certificate_key_file")
                    .later("client_certificate_key_ref", "signature_algorithm", "iss")
                    .later("audience", "claims");

    private static final KeyTable HEADER_KEYS =
            KeyTable.of(
                    HEADERS,
                    Key.texts("values", "values that everybody may see"),
                    Key.texts("secrets", "values that are hidden"),
                    Key.texts("files", "files that hold values"));

    /// What of a request a configuration may set.
    static final KeyTable KEYS =
            KeyTable.of(
                            "http",
                            Key.block(BASIC, BASIC_KEYS, "a name and a password"),
                            Key.block(AUTHORIZATION, AUTHORIZATION_KEYS, "a fixed header"),
                            Key.text(TOKEN, "the same in its old form"),
                            Key.text(TOKEN_FILE, "a file that holds it"),
                            Key.block(OAUTH2, OAUTH2_KEYS, "a token that another server gives"),
                            Key.blockByName(
                                    HEADERS,
                                    HEADER_KEYS,
                                    "further headers; all values of a name are sent"),
                            Key.flag(
                                    "follow_redirects",
                                    true,
                                    "whether a target may send the request elsewhere"),
                            Key.flag("enable_http2", true, "accepted; HTTP/1.1 is spoken"))
                    .with(ConnectionReader.KEYS);

    private HttpClientReader() {}

    static HttpClientConfig read(YamlMapping block) {
        boolean[] follow = {true};
        block.flag("follow_redirects", b -> follow[0] = b);
        // HTTP/1.1 is what is spoken, which the key allows either way.
        block.flag("enable_http2", _ -> {});
        return new HttpClientConfig(
                authentication(block),
                headers(block),
                ConnectionReader.tls(block),
                ConnectionReader.proxy(block),
                follow[0]);
    }

    private static Authentication authentication(YamlMapping block) {
        boolean token = says(block, TOKEN);
        boolean tokenFile = says(block, TOKEN_FILE);
        if (token && tokenFile) {
            throw error(block, TOKEN_FILE, "at most one of bearer_token & bearer_token_file");
        }
        refusePairs(block, token || tokenFile ? token ? TOKEN : TOKEN_FILE : "");
        if (block.has(BASIC)) {
            return basic(block.mapping(BASIC));
        }
        if (block.has(OAUTH2)) {
            return oauth2(block.mapping(OAUTH2));
        }
        if (block.has(AUTHORIZATION)) {
            return authorization(block.mapping(AUTHORIZATION));
        }
        return token || tokenFile
                ? new Authentication.Header("Bearer", secret(block, TOKEN, TOKEN_FILE))
                : new Authentication.None();
    }

    /// @param token the key of a token at the top, or empty
    private static void refusePairs(YamlMapping block, String token) {
        boolean other = block.has(BASIC) || block.has(OAUTH2);
        if (other && !token.isEmpty()) {
            throw error(
                    block,
                    token,
                    "at most one of basic_auth, oauth2, bearer_token & bearer_token_file");
        }
        if (block.has(AUTHORIZATION) && !token.isEmpty()) {
            throw block.place(token)
                    .error(
                            "authorization is not compatible with bearer_token &"
                                    + " bearer_token_file; take this key out");
        }
        if ((block.has(AUTHORIZATION) && other) || (block.has(BASIC) && block.has(OAUTH2))) {
            throw error(
                    block,
                    block.has(AUTHORIZATION) ? AUTHORIZATION : OAUTH2,
                    "at most one of basic_auth, oauth2 & authorization");
        }
    }

    static RuntimeException error(YamlMapping block, String key, String which) {
        return block.place(key)
                .error(which + " must be configured; keep one and take out the rest");
    }

    /// Whether a text is there and not empty, which is what counts as set.
    static boolean says(YamlMapping block, String key) {
        boolean[] says = {false};
        block.text(key, text -> says[0] = !text.isEmpty());
        return says[0];
    }

    private static Authentication basic(YamlMapping basic) {
        if (says(basic, "username") && says(basic, "username_file")) {
            throw error(
                    basic,
                    "username_file",
                    "at most one of basic_auth username, username_file & username_ref");
        }
        if (says(basic, "password") && says(basic, "password_file")) {
            throw error(
                    basic,
                    "password_file",
                    "at most one of basic_auth password, password_file & password_ref");
        }
        Authentication read =
                new Authentication.Basic(
                        secret(basic, "username", "username_file"),
                        secret(basic, "password", "password_file"));
        basic.refuseTheRest();
        return read;
    }

    private static Authentication authorization(YamlMapping block) {
        if (says(block, "credentials") && says(block, "credentials_file")) {
            throw error(
                    block,
                    "credentials_file",
                    "at most one of authorization credentials & credentials_file");
        }
        String[] type = {"Bearer"};
        block.text("type", text -> type[0] = text.isBlank() ? type[0] : text.strip());
        if (type[0].toLowerCase(Locale.ROOT).equals("basic")) {
            throw block.place("type")
                    .error(
                            "authorization type cannot be set to \"basic\", use \"basic_auth\""
                                    + " instead");
        }
        Secret credentials = secret(block, "credentials", "credentials_file");
        block.refuseTheRest();
        return new Authentication.Header(type[0], credentials);
    }

    private static Authentication oauth2(YamlMapping block) {
        if (says(block, "client_secret") && says(block, "client_secret_file")) {
            throw error(
                    block,
                    "client_secret_file",
                    "at most one of oauth2 client_secret, client_secret_file & client_secret_ref");
        }
        String[] id = {""};
        block.text("client_id", text -> id[0] = text);
        URI[] url = new URI[1];
        block.value("token_url", HttpClientReader::http, u -> url[0] = u);
        if (id[0].isEmpty()) {
            throw block.place().error("oauth2 client_id must be configured");
        }
        if (url[0] == null) {
            throw block.place().error("oauth2 token_url must be configured");
        }
        block.value("grant_type", HttpClientReader::clientCredentials, _ -> {});
        Authentication read =
                new Authentication.OAuth2(
                        id[0],
                        secret(block, "client_secret", "client_secret_file"),
                        url[0],
                        block.texts("scopes"),
                        block.textByKey("endpoint_params"),
                        ConnectionReader.tls(block),
                        ConnectionReader.proxy(block));
        block.refuseTheRest();
        return read;
    }

    private static String clientCredentials(String grant) {
        if (!grant.isEmpty() && !grant.equals(CLIENT_CREDENTIALS)) {
            throw new IllegalArgumentException(
                    "\"" + grant + "\" is not supported yet; client_credentials is");
        }
        return grant;
    }

    private static URI http(String text) {
        URI url = URI.create(text);
        if (url.getHost() == null || !List.of("http", "https").contains(url.getScheme())) {
            throw new IllegalArgumentException(
                    "expected a URL that begins with http:// or https://");
        }
        return url;
    }

    private static Map<String, List<Secret>> headers(YamlMapping block) {
        Map<String, List<Secret>> headers = new LinkedHashMap<>();
        for (Map.Entry<String, YamlMapping> entry : block.mappingByKey(HEADERS).entrySet()) {
            String name = entry.getKey();
            YamlMapping header = entry.getValue();
            if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                throw header.place()
                        .error(
                                "setting header \""
                                        + canonical(name)
                                        + "\" is not allowed; take it out");
            }
            List<Secret> values = new ArrayList<>();
            header.texts("values").forEach(text -> values.add(new Secret.Inline(text)));
            header.texts("secrets").forEach(text -> values.add(new Secret.Inline(text)));
            header.texts("files").forEach(file -> values.add(inFile(header.place(), file)));
            header.refuseTheRest();
            headers.put(name, values);
        }
        return headers;
    }

    /// The name as it is usually written, such as `User-Agent`.
    private static String canonical(String name) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            boolean first = i == 0 || name.charAt(i - 1) == '-';
            char c = name.charAt(i);
            text.append(first ? Character.toUpperCase(c) : Character.toLowerCase(c));
        }
        return text.toString();
    }

    /// A secret that one key holds, or that stands in the file that another one names.
    static Secret secret(YamlMapping block, String key, String fileKey) {
        Secret[] secret = {Secret.EMPTY};
        block.text(
                fileKey,
                text -> secret[0] = text.isEmpty() ? secret[0] : inFile(block.place(), text));
        block.text(key, text -> secret[0] = text.isEmpty() ? secret[0] : new Secret.Inline(text));
        return secret[0];
    }

    /// A file seen from the folder of the configuration.
    private static Secret inFile(YamlPlace place, String file) {
        return new Secret.InFile(Path.of(place.file()).resolveSibling(file));
    }
}
