package io.narthex.server.config;

import io.narthex.yaml.YamlMapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The keys about HTTP and discovery as Prometheus shows them.
///
/// Thread safety: stateless.
final class ShownClient {
    private static final Pattern PASSWORD = Pattern.compile("//([^:@/]*):[^@/]*@");

    private ShownClient() {}

    /// Shows how others are asked.
    static void http(ShownBlock shown) {
        YamlMapping block = shown.from();
        if (block.has("basic_auth")) {
            shown.to().put("basic_auth", basic(block.mapping("basic_auth")));
        }
        authorization(shown);
        if (block.has("oauth2")) {
            shown.to().put("oauth2", oauth2(block.mapping("oauth2")));
        }
        tls(shown);
        shown.flag("follow_redirects", true);
        shown.flag("enable_http2", true);
        proxy(shown);
        headers(shown);
    }

    private static Map<String, Object> basic(YamlMapping block) {
        ShownBlock shown = ShownBlock.of(block);
        shown.texts("username");
        shown.file("username_file");
        shown.secret("password");
        shown.file("password_file");
        return shown.to();
    }

    /// A token at the top is one way to say the same.
    private static void authorization(ShownBlock shown) {
        YamlMapping block = shown.from();
        ShownBlock own = ShownBlock.of(block.mapping("authorization"));
        own.text("type", "Bearer");
        own.secret("credentials");
        own.file("credentials_file");
        block.text("bearer_token", token -> own.put("credentials", hidden(token)));
        ShownBlock token = ShownBlock.of(block);
        token.file("bearer_token_file");
        token.to().forEach((_, file) -> own.to().put("credentials_file", file));
        if (block.has("authorization") || own.to().size() > 1) {
            shown.to().put("authorization", own.to());
        }
    }

    private static String hidden(String secret) {
        return secret.isEmpty() ? "" : ShownBlock.SECRET;
    }

    private static Map<String, Object> oauth2(YamlMapping block) {
        ShownBlock shown = ShownBlock.of(block);
        shown.texts("client_id");
        shown.secret("client_secret");
        shown.file("client_secret_file");
        shown.texts("grant_type");
        shown.list("scopes");
        shown.texts("token_url");
        shown.put("endpoint_params", block.textByKey("endpoint_params"));
        tls(shown);
        proxy(shown);
        return shown.to();
    }

    private static void tls(ShownBlock shown) {
        ShownBlock tls = ShownBlock.of(shown.from().mapping("tls_config"));
        tls.texts("ca", "cert");
        tls.secret("key");
        tls.file("ca_file");
        tls.file("cert_file");
        tls.file("key_file");
        tls.texts("server_name");
        tls.flagsIfSet("insecure_skip_verify");
        boolean says = !tls.to().isEmpty();
        tls.flag("insecure_skip_verify", false);
        tls.texts("min_version", "max_version");
        if (says || tls.to().size() > 1) {
            shown.to().put("tls_config", tls.to());
        }
    }

    private static void proxy(ShownBlock shown) {
        YamlMapping block = shown.from();
        block.text(
                "proxy_url",
                url -> shown.put("proxy_url", PASSWORD.matcher(url).replaceAll("//$1:xxxxx@")));
        shown.texts("no_proxy");
        shown.flagsIfSet("proxy_from_environment");
        Map<String, List<String>> headers = new TreeMap<>();
        block.textsByKey("proxy_connect_header")
                .forEach((name, values) -> headers.put(name, ShownBlock.hidden(values)));
        shown.put("proxy_connect_header", headers);
    }

    private static void headers(ShownBlock shown) {
        Map<String, Object> headers = new TreeMap<>();
        shown.from()
                .mappingByKey("http_headers")
                .forEach(
                        (name, block) -> {
                            ShownBlock header = ShownBlock.of(block);
                            header.list("values");
                            header.put("secrets", ShownBlock.hidden(block.texts("secrets")));
                            header.files("files");
                            headers.put(name, header.to());
                        });
        shown.put("http_headers", headers);
    }

    /// Shows where targets come from.
    static void discovery(ShownBlock shown) {
        YamlMapping block = shown.from();
        shown.put("dns_sd_configs", all(block, "dns_sd_configs", ShownClient::dns));
        shown.put("file_sd_configs", all(block, "file_sd_configs", ShownClient::files));
        shown.put("http_sd_configs", all(block, "http_sd_configs", ShownClient::asked));
        shown.put("static_configs", all(block, "static_configs", ShownClient::fixed));
    }

    /// Shows the keys of an entry.
    private interface Entry {
        void show(ShownBlock entry);
    }

    private static List<Map<String, Object>> all(YamlMapping block, String key, Entry entry) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (YamlMapping one : block.mappings(key)) {
            ShownBlock shown = ShownBlock.of(one);
            entry.show(shown);
            list.add(shown.to());
        }
        return list;
    }

    private static void dns(ShownBlock shown) {
        shown.list("names");
        shown.duration("refresh_interval", "30s");
        shown.text("type", "SRV");
        shown.to().put("port", 0L);
        shown.from().number("port", n -> shown.to().put("port", n));
    }

    private static void files(ShownBlock shown) {
        shown.files("files");
        shown.duration("refresh_interval", "5m");
    }

    private static void asked(ShownBlock shown) {
        http(shown);
        shown.duration("refresh_interval", "1m");
        shown.from()
                .text(
                        "url",
                        url -> shown.put("url", PASSWORD.matcher(url).replaceAll("//$1:xxxxx@")));
    }

    private static void fixed(ShownBlock shown) {
        shown.to().put("targets", shown.from().texts("targets"));
        shown.put("labels", shown.from().textByKey("labels"));
    }
}
