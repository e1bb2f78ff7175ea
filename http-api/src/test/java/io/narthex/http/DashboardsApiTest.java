package io.narthex.http;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.narthex.http.security.Scope;
import io.narthex.http.security.TestTokens;
import io.narthex.model.Appender;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.promql.Value;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class DashboardsApiTest {
    private static final String PATH = "/api/v1/dashboards";
    private static final String ONE = PATH + "/mine";
    private static final String[] JSON = {"Content-Type", "application/json"};

    private final List<String> calls = new ArrayList<>();

    private TestServer start(boolean open, HttpServerOptions options) {
        return TestServer.start(
                options,
                TestServer.answering(_ -> new Value.Scalar(0, 1)),
                b -> b.dashboards(new Fixed(open)));
    }

    private TestServer start(boolean open) {
        return start(open, TestServer.OPTIONS);
    }

    private final class Fixed implements Dashboards {
        private final boolean open;

        Fixed(boolean open) {
            this.open = open;
        }

        @Override
        public byte[] all(View view) {
            return ("[" + view.saved() + "," + view.isScraped().test("up") + "]").getBytes(UTF_8);
        }

        @Override
        public byte[] save(String name, byte[] json, View view) {
            if (json.length == 0) {
                throw new IllegalArgumentException("panels: missing");
            }
            calls.add(name + " " + new String(json, UTF_8));
            return json;
        }

        @Override
        public boolean delete(String name) {
            return name.equals("mine");
        }

        @Override
        public byte @Nullable [] grafana(String name, String language, View view) {
            return name.equals("mine") ? ("{\"a\":\"" + language + "\"}").getBytes(UTF_8) : null;
        }

        @Override
        public boolean isOpen() {
            return open;
        }
    }

    @Test
    void get_listsWhatThereIs() throws Exception {
        try (TestServer server = start(false)) {
            assertThat(server.get(PATH).body())
                    .isEqualTo("{\"status\":\"success\",\"data\":[true,false]}");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, true", "3600000, true", "3600001, false"})
    void applies_whatHasSamplesOfTheLastHour(long age, boolean applies) throws Exception {
        long time = 10_000_000;
        try (TestServer server =
                TestServer.start(
                        TestServer.OPTIONS,
                        TestServer.answering(_ -> new Value.Scalar(0, 1)),
                        b ->
                                b.dashboards(new Fixed(false))
                                        .clock(() -> Instant.ofEpochMilli(time + age)))) {
            try (Appender appender = server.store.appender()) {
                appender.append(appender.resolve(Labels.of(Labels.NAME, "up")), time, 1);
                appender.commit();
            }
            assertThat(server.get(PATH).body()).contains("[true," + applies + "]");
        }
    }

    @Test
    void put_keepsOne_alsoALargeOne() throws Exception {
        try (TestServer server = start(true)) {
            String body = "{\"a\":\"" + "x".repeat(100_000) + "\"}";
            HttpResponse<String> response = server.put(ONE, body, JSON);
            assertThat(response.body()).isEqualTo("{\"status\":\"success\",\"data\":" + body + "}");
            assertThat(calls).containsExactly("mine " + body);
        }
    }

    @Test
    void put_badBody_saysWhatIsWrong() throws Exception {
        try (TestServer server = start(true)) {
            HttpResponse<String> response = server.put(ONE, "", JSON);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body())
                    .contains("\"errorType\":\"bad_data\",\"error\":\"panels: missing\"");
        }
    }

    @Test
    void delete_removesOne_orSaysThatThereIsNone() throws Exception {
        try (TestServer server = start(true)) {
            assertThat(server.method("DELETE", ONE).body()).contains("{\"name\":\"mine\"}");
            HttpResponse<String> none = server.method("DELETE", PATH + "/other");
            assertThat(none.statusCode()).isEqualTo(404);
            assertThat(none.body()).contains("\"not_found\"", "no dashboard is saved as");
        }
    }

    @Test
    void change_ofSomebodyElsesPage_isRefused() throws Exception {
        try (TestServer server = start(true)) {
            String[] foreign = {
                "Content-Type", "application/json", "Origin", "http://evil.example"
            };
            assertThat(server.put(ONE, "{}", foreign).statusCode()).isEqualTo(403);
            assertThat(server.method("DELETE", ONE, foreign).statusCode()).isEqualTo(403);
            assertThat(server.put(ONE, "{}", "Content-Type", "text/plain").body())
                    .contains("Content-Type: expected application/json");
            assertThat(calls).isEmpty();
        }
    }

    @Test
    void change_whereNobodyMay_saysWhatIsNeeded() throws Exception {
        try (TestServer server = start(false)) {
            assertThat(server.put(ONE, "{}", JSON).body())
                    .contains("--web.enable-admin-api", "a token of the role write or admin");
            assertThat(server.method("DELETE", ONE).statusCode()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "admin, 200, 200, '[true'",
        "writer, 200, 403, ''",
        "reader, 403, 200, '[true'",
        // Sees what everybody has, and not what others saved.
        "scoped, 403, 200, '[false'"
    })
    void tokens_allowWhatTheirRolesDo(String token, int put, int list, String data)
            throws Exception {
        HttpServerOptions options =
                TestServer.OPTIONS.withSecurity(
                        () -> TestTokens.with(new Scope(List.of(LabelMatcher.equal("team", "a")))));
        try (TestServer server = start(false, options)) {
            String[] as = {"Authorization", "Bearer " + token, "Content-Type", "application/json"};
            assertThat(server.put(ONE, "{}", as).statusCode()).isEqualTo(put);
            HttpResponse<String> response = server.get(PATH, as);
            assertThat(response.statusCode()).isEqualTo(list);
            assertThat(response.body()).contains(data);
        }
    }

    @Test
    void grafana_isAFileOfItsOwn() throws Exception {
        try (TestServer server = start(false)) {
            HttpResponse<String> file = server.get(ONE + "/grafana?lang=ko");
            assertThat(file.body()).isEqualTo("{\"a\":\"ko\"}");
            assertThat(file.headers().firstValue("Content-Type")).hasValue("application/json");
            assertThat(file.headers().firstValue("Content-Disposition"))
                    .hasValue("attachment; filename=\"mine.json\"");
            assertThat(server.get(ONE + "/grafana").body()).isEqualTo("{\"a\":\"en\"}");
            assertThat(server.get(ONE + "/grafana?lang=fr").statusCode()).isEqualTo(400);
            assertThat(server.get(PATH + "/other/grafana").statusCode()).isEqualTo(404);
        }
    }
}
