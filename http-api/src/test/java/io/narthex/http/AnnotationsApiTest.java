package io.narthex.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.security.Scope;
import io.narthex.http.security.TestTokens;
import io.narthex.model.LabelMatcher;
import io.narthex.promql.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

class AnnotationsApiTest {
    private static final String PATH = "/api/v1/annotations";
    private static final String DEMO = "/api/v1/demo/incident";
    private static final String BODY =
            """
            {"time": "1970-01-01T00:00:05Z", "end": 7.5, "kind": "deployment",
             "text": "v2", "tags": ["a", "b"]}
            """;

    private final List<String> calls = new ArrayList<>();

    private TestServer start(boolean open, HttpServerOptions options) {
        return TestServer.start(
                options,
                TestServer.answering(_ -> new Value.Scalar(0, 1)),
                b -> b.annotations(new Fixed(open)).demo(open ? new Demo() : null));
    }

    private TestServer start(boolean open) {
        return start(open, TestServer.OPTIONS);
    }

    private final class Fixed implements Annotations {
        private final boolean open;

        Fixed(boolean open) {
            this.open = open;
        }

        @Override
        public List<Note> newest(Filter filter) {
            calls.add(filter.toString());
            return List.of(
                    new Note(2, 5000, null, "incident", "<b>", List.of("a", "b")),
                    new Note(1, 1500, 2500L, "deployment", "v2", List.of()));
        }

        @Override
        public long add(Wanted wanted) {
            calls.add(wanted.toString());
            if (wanted.text().isEmpty()) {
                throw new IllegalArgumentException("text: expected 1 character");
            }
            return 7;
        }

        @Override
        public boolean isOpen() {
            return open;
        }
    }

    private static final class Demo implements DemoControl {
        @Override
        public State state() {
            return new State("5m", List.of(new Kind("down", "down[]")), List.of("it is down"));
        }

        @Override
        public String incident(String text) {
            if (text.equals("fire")) {
                throw new IllegalArgumentException("unknown incident");
            }
            return "will be " + text;
        }
    }

    private static HttpResponse<String> post(TestServer server, String path, String body)
            throws Exception {
        return server.post(path, body, "Content-Type", "application/json");
    }

    @Test
    void get_listsThemNewestFirst() throws Exception {
        try (TestServer server = start(false)) {
            assertThat(server.get(PATH + "?start=1&end=9&kind[]=x&limit=3").body())
                    .isEqualTo(
                            "{\"status\":\"success\",\"data\":{\"annotations\":["
                                    + "{\"id\":2,\"time\":\"1970-01-01T00:00:05Z\","
                                    + "\"kind\":\"incident\",\"text\":\"\\u003cb\\u003e\","
                                    + "\"tags\":[\"a\",\"b\"]},"
                                    + "{\"id\":1,\"time\":\"1970-01-01T00:00:01.5Z\","
                                    + "\"end\":\"1970-01-01T00:00:02.5Z\","
                                    + "\"kind\":\"deployment\",\"text\":\"v2\",\"tags\":[]}],"
                                    + "\"writable\":false}}");
            assertThat(calls).containsExactly("Filter[start=1000, end=9000, kinds=[x], limit=3]");
        }
    }

    @Test
    void post_whereAnybodyMay_adds() throws Exception {
        try (TestServer server = start(true)) {
            HttpResponse<String> response = post(server, PATH, BODY);
            assertThat(response.body()).isEqualTo("{\"status\":\"success\",\"data\":{\"id\":7}}");
            assertThat(calls)
                    .containsExactly(
                            "Wanted[time=5000, end=7500, kind=deployment, text=v2, tags=[a, b]]");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'kind': 'a'}                          ; text: expected a text",
                "{'text': 'a'}                          ; kind: expected a text",
                "{'kind': 'a', 'text': ['b', 'c']}      ; text: expected a text",
                "{'kind': 'a', 'text': ''}              ; text: expected 1 character",
                "{'kind': 'a', 'text': 'b', 'time': 'x'}; time: expected Unix seconds or a time",
                "{'kind': 'a', 'text': 'b', 'tag': 'x'} ; tag: unknown member; there are time",
                "[]                                     ; the body must be a JSON object"
            })
    void post_badBody_namesThePlace(String body, String message) throws Exception {
        try (TestServer server = start(true)) {
            HttpResponse<String> response = post(server, PATH, body.replace('\'', '"'));
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains("\"error\":\"" + message);
        }
    }

    @Test
    void post_whereNobodyMay_saysWhatIsNeeded() throws Exception {
        try (TestServer server = start(false)) {
            HttpResponse<String> response = post(server, PATH, BODY);
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.body()).contains("--web.enable-lifecycle", "a token of the role");
            assertThat(calls).isEmpty();
        }
    }

    @Test
    void post_ofSomebodyElsesPage_isRefused() throws Exception {
        try (TestServer server = start(true)) {
            for (String path : List.of(PATH, DEMO)) {
                String own = "http://127.0.0.1:" + server.server.addresses().getFirst().getPort();
                String[] json = {"Content-Type", "application/json", "Origin", ""};
                json[3] = own;
                String body = path.equals(PATH) ? BODY : "{\"incident\": \"down\"}";
                assertThat(server.post(path, body, json).statusCode()).isEqualTo(200);
                for (String origin : List.of("http://evil.example", "null")) {
                    json[3] = origin;
                    assertThat(server.post(path, body, json).statusCode()).isEqualTo(403);
                }
                assertThat(server.post(path, body, "Content-Type", "text/plain").body())
                        .contains("Content-Type: expected application/json");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"admin, 200, 200", "writer, 200, 403", "reader, 403, 200", "scoped, 403, 403"})
    void tokens_allowWhatTheirRolesDo(String token, int add, int list) throws Exception {
        HttpServerOptions options =
                TestServer.OPTIONS.withSecurity(
                        () -> TestTokens.with(new Scope(List.of(LabelMatcher.equal("team", "a")))));
        try (TestServer server = start(false, options)) {
            String[] as = {"Authorization", "Bearer " + token, "Content-Type", "application/json"};
            assertThat(server.post(PATH, BODY, as).statusCode()).isEqualTo(add);
            assertThat(server.get(PATH, as).statusCode()).isEqualTo(list);
        }
    }

    @Test
    void demo_tellsWhatThereIs_andTakesAnIncident() throws Exception {
        try (TestServer server = start(true)) {
            assertThat(server.get(DEMO).body())
                    .contains(
                            "{\"window\":\"5m\",\"kinds\":[{\"kind\":\"down\","
                                    + "\"syntax\":\"down[]\"}],\"active\":[\"it is down\"]}");
            assertThat(post(server, DEMO, "{\"incident\":\"down\"}").body())
                    .contains("{\"description\":\"will be down\"}");
            assertThat(post(server, DEMO, "{\"incident\":\"fire\"}").body())
                    .contains("incident: unknown incident");
            assertThat(post(server, DEMO, "{}").body()).contains("incident: expected a text");
        }
        try (TestServer server = start(false)) {
            assertThat(server.get(DEMO).body()).contains("\"kinds\":[],\"active\":[]");
            HttpResponse<String> refusal = post(server, DEMO, "{\"incident\":\"down\"}");
            assertThat(refusal.statusCode()).isEqualTo(404);
            assertThat(refusal.body()).contains("only the demo has incidents");
        }
    }
}
