package io.narthex.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.security.WebConfig;
import io.narthex.promql.Value;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Pages load their own files and nothing else, unless the configuration says otherwise.
class PagePolicyTest {
    private static final String HEADER = "content-security-policy";
    private static final Pattern NONCE = Pattern.compile("'nonce-([A-Za-z0-9+/=]{24})'");

    private static TestServer server(WebConfig web) {
        return TestServer.start(
                TestServer.OPTIONS.withSecurity(() -> web),
                TestServer.answering(_ -> new Value.Scalar(0, 1)),
                services -> services.assets(PagePolicyTest::asset));
    }

    private static @Nullable Content asset(String path) {
        return path.equals("index.html") || path.equals("js/main.js")
                ? new Content(
                        MediaTypes.ofPath(path), "<{{nonce}}>".getBytes(StandardCharsets.UTF_8))
                : null;
    }

    private static String policy(HttpResponse<String> response) {
        return response.headers().firstValue(HEADER).orElse("");
    }

    private static String nonce(String policy) {
        Matcher found = NONCE.matcher(policy);
        assertThat(found.find()).as(policy).isTrue();
        return found.group(1);
    }

    @Test
    void page_hasThePolicyAndItsNumber() throws Exception {
        try (TestServer server = server(WebConfig.OPEN)) {
            HttpResponse<String> page = server.get("/");
            assertThat(policy(page))
                    .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'self'")
                    .doesNotContain("unsafe", "*");
            assertThat(page.body()).isEqualTo("<" + nonce(policy(page)) + ">");
            assertThat(nonce(policy(server.get("/")))).isNotEqualTo(nonce(policy(page)));
            HttpResponse<String> script = server.get("/js/main.js");
            assertThat(policy(script)).contains("script-src 'self';");
            assertThat(script.body()).isEqualTo("<{{nonce}}>");
            assertThat(policy(server.get("/api/v1/query?query=1"))).isEmpty();
        }
    }

    @Test
    void configuredPolicy_isSentInstead() throws Exception {
        WebConfig web =
                new WebConfig(
                        null,
                        true,
                        Map.of("Content-Security-Policy", "img-src *"),
                        Map.of(),
                        List.of());
        try (TestServer server = server(web)) {
            assertThat(server.get("/").headers().allValues(HEADER)).containsExactly("img-src *");
        }
    }
}
