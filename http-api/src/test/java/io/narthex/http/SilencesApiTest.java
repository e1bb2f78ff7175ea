package io.narthex.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.SilenceControl.Wanted;
import io.narthex.http.SilencesView.Silence;
import io.narthex.model.LabelMatcher;
import io.narthex.promql.Value;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

class SilencesApiTest {
    private static final String ALL = "/api/v2/silences";
    private static final String ONE = "/api/v2/silence/";
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]*)\"");

    private static final String BODY =
            """
            {"matchers":[{"name":"alertname","value":"Down","isRegex":false},
             {"name":"job","value":"a|b","isRegex":true,"isEqual":false,"newer":[1,{}]}],
             "startsAt":"2026-01-01T09:00:00+09:00","endsAt":"2026-01-01T02:00:00.500Z",
             "createdBy":"kim","comment":"de\\"ploy","annotations":{"a":{"b":[]}},"id":null}
            """;

    private static Silence silence(String id, String state, int start, int end) {
        return new Silence(
                id,
                state,
                List.of(
                        LabelMatcher.equal("alertname", id),
                        new LabelMatcher(LabelMatcher.Type.NOT_REGEX, "job", "x.*")),
                Instant.ofEpochSecond(start),
                Instant.ofEpochSecond(end),
                Instant.ofEpochMilli(1500),
                "kim",
                "<deploy>");
    }

    private static final List<Silence> SILENCES =
            List.of(
                    silence("old", "expired", 1, 2),
                    silence("ended", "expired", 1, 3),
                    silence("later", "pending", 9, 20),
                    silence("soon", "pending", 8, 20),
                    silence("long", "active", 1, 90),
                    silence("short", "active", 1, 80));

    private final List<String> calls = new ArrayList<>();

    private final SilenceControl control =
            new SilenceControl() {
                @Override
                public @Nullable String set(Wanted wanted) {
                    if (wanted.endsAt() < 0) {
                        throw new IllegalArgumentException("endsAt: must be in the future");
                    }
                    calls.add(wanted.toString());
                    return wanted.id().isEmpty() ? "new" : null;
                }

                @Override
                public boolean expire(String id) {
                    calls.add("expire " + id);
                    return id.equals("long");
                }
            };

    private final TestServer server = start(true);

    private TestServer start(boolean writable) {
        return TestServer.start(
                TestServer.OPTIONS,
                TestServer.answering(_ -> new Value.Scalar(0, 1)),
                b -> {
                    b.silences(() -> SILENCES);
                    return writable ? b.silenceControl(control) : b;
                });
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<String> set(String body) throws Exception {
        return server.post(ALL, body, "Content-Type", "application/json; charset=utf-8");
    }

    private List<String> ids(String query) throws Exception {
        return ID.matcher(server.get(ALL + query).body())
                .results()
                .map((MatchResult m) -> m.group(1))
                .toList();
    }

    @Test
    void one_isAlertmanagersJson() throws Exception {
        HttpResponse<String> response = server.get(ONE + "long");
        assertThat(response.body())
                .isEqualTo(
                        "{\"id\":\"long\",\"status\":{\"state\":\"active\"},"
                                + "\"updatedAt\":\"1970-01-01T00:00:01.5Z\","
                                + "\"comment\":\"\\u003cdeploy\\u003e\",\"createdBy\":\"kim\","
                                + "\"startsAt\":\"1970-01-01T00:00:01Z\","
                                + "\"endsAt\":\"1970-01-01T00:01:30Z\",\"matchers\":["
                                + "{\"name\":\"alertname\",\"value\":\"long\","
                                + "\"isRegex\":false,\"isEqual\":true},"
                                + "{\"name\":\"job\",\"value\":\"x.*\","
                                + "\"isRegex\":true,\"isEqual\":false}]}");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(server.get(ONE + "none").statusCode()).isEqualTo(404);
        assertThat(server.get(ONE + "none").body()).isEqualTo("\"there is no silence none\"");
    }

    @Test
    void all_whatSilencesNowIsFirst() throws Exception {
        assertThat(ids("")).containsExactly("short", "long", "soon", "later", "ended", "old");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "alertname%3D%22long%22 long",
                "alertname=long long",
                "alertname%20%3D~%20%22l.*%22 long,later",
                "alertname=~lo.* long",
                "alertname!~.*o.*&filter=job=x.* later,ended",
                "nothing=%22%22&filter=alertname%21%3Dlong short,soon,later,ended,old",
            })
    void all_filter_looksAtMatchers(String filter, String ids) throws Exception {
        assertThat(ids("?filter=" + filter)).containsExactly(ids.split(","));
    }

    @Test
    void all_wrongFilter_isNamed() throws Exception {
        HttpResponse<String> response = server.get(ALL + "?filter=alertname%3D~(");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).startsWith("\"filter: expected a matcher such as");
        assertThat(server.get(ALL + "?filter=%7B").statusCode()).isEqualTo(400);
    }

    @Test
    void set_takesWhatAlertmanagersClientsSend() throws Exception {
        HttpResponse<String> response = set(BODY);
        assertThat(response.body()).isEqualTo("{\"silenceID\":\"new\"}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(calls)
                .containsExactly(
                        new Wanted(
                                        "",
                                        List.of(
                                                LabelMatcher.equal("alertname", "Down"),
                                                new LabelMatcher(
                                                        LabelMatcher.Type.NOT_REGEX, "job", "a|b")),
                                        Instant.parse("2026-01-01T00:00:00Z").toEpochMilli(),
                                        Instant.parse("2026-01-01T02:00:00.5Z").toEpochMilli(),
                                        "kim",
                                        "de\"ploy")
                                .toString());
        response = set(BODY.replace("\"id\":null", "\"id\":\"x\""));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("\"id: there is no silence x\"");
    }

    /// What stands between the bars is put in place of a piece of a good body.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"name\":\"job\", | | matchers[1].name: is missing",
                "\"value\":\"Down\", | | matchers[0].value: is missing",
                "\"alertname\" | 5 | matchers[0].name: expected a string",
                "true | \"true\" | matchers[1].isRegex: expected true or false",
                "2026-01-01T02 | 2026-02-31T02 | endsAt: expected a time such as",
                "2026-01-01T02 | 1960-01-01T02 | endsAt: must be in the future",
                "2026-01-01T02:00:00.500Z | 1e18 | endsAt: no year has more than four digits",
                "ploy | \\ud83d | comment: not valid Unicode",
                "\"endsAt\" | \"ends\" | endsAt: is missing",
                "\"createdBy\" | \"author\" | createdBy: is missing",
                "\"comment\" | \"why\" | comment: is missing",
                "\"kim\" | null | createdBy: expected a string",
                "[{\"name\" | {\"name\" | matchers: expected a list",
                "\"annotations\" | annotations | the body is not JSON: ",
            })
    void set_wrongBody_namesTheMember(String piece, @Nullable String other, String error)
            throws Exception {
        String body = BODY.replace(piece, other == null ? "" : other);
        assertThat(body).isNotEqualTo(BODY);
        HttpResponse<String> response = set(body);
        assertThat(response.body()).startsWith("\"" + error);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(calls).isEmpty();
    }

    @Test
    void set_wrongExpression_isNamed() throws Exception {
        HttpResponse<String> response = set(BODY.replace("a|b", "a|("));
        assertThat(response.body()).startsWith("\"matchers[1].value: ");
        assertThat(response.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{}", "{\"matchers\":[]}", "{\"matchers\":[1]}", "{"})
    void set_nothingUsable_isRefused(String body) throws Exception {
        assertThat(set(body).statusCode()).isEqualTo(400);
        assertThat(calls).isEmpty();
    }

    /// What a page of another origin could send without asking first.
    @Test
    void set_otherTypesThanJson_areRefused() throws Exception {
        assertThat(server.post(ALL, BODY).statusCode()).isEqualTo(415);
        assertThat(server.post(ALL, BODY, "Content-Type", "text/plain").statusCode())
                .isEqualTo(415);
        HttpResponse<String> preflight =
                server.method("OPTIONS", ALL, "Origin", "http://elsewhere");
        assertThat(preflight.statusCode()).isEqualTo(405);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(calls).isEmpty();
    }

    @Test
    void delete_ends() throws Exception {
        assertThat(server.method("DELETE", ONE + "long").statusCode()).isEqualTo(200);
        assertThat(server.method("DELETE", ONE + "none").statusCode()).isEqualTo(404);
        assertThat(calls).containsExactly("expire long", "expire none");
        assertThat(server.method("DELETE", ALL).statusCode()).isEqualTo(405);
    }

    @Test
    void withoutPermission_isReadOnly() throws Exception {
        try (TestServer readOnly = start(false)) {
            assertThat(readOnly.get(ALL).statusCode()).isEqualTo(200);
            HttpResponse<String> refused =
                    readOnly.post(ALL, BODY, "Content-Type", "application/json");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("--web.enable-silence-api");
            assertThat(readOnly.method("DELETE", ONE + "long").statusCode()).isEqualTo(403);
        }
    }
}
