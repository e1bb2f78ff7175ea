package io.narthex.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.RulesView.Alert;
import io.narthex.http.RulesView.Alerting;
import io.narthex.http.RulesView.Evaluation;
import io.narthex.http.RulesView.Group;
import io.narthex.http.RulesView.Recording;
import io.narthex.model.Labels;
import io.narthex.promql.Value;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

class RulesApiTest {
    private static final String SUCCESS = "{\"status\":\"success\",\"data\":";

    private static final Pattern GROUP = Pattern.compile("\"name\":\"([^\"]*)\",\"file\"");
    private static final Pattern RULE = Pattern.compile("\"name\":\"([^\"]*)\",\"query\"");
    private static final Pattern TOKEN = Pattern.compile("\"groupNextToken\":\"([0-9a-f]{64})\"");

    private static final Evaluation NEVER = new Evaluation("unknown", "", Duration.ZERO, null);

    private static final Alert FIRING =
            new Alert(
                    Labels.of("alertname", "Down", "job", "<a>"),
                    Map.of("summary", "a < b", "empty", ""),
                    "firing",
                    Instant.ofEpochMilli(1_500),
                    Instant.ofEpochMilli(2_000),
                    1500);

    private static final Alert PENDING =
            new Alert(
                    Labels.of("alertname", "Down", "job", "b"),
                    Map.of(),
                    "pending",
                    Instant.ofEpochMilli(3_000),
                    null,
                    0);

    private static final Recording RECORDING =
            new Recording(
                    "job:up:sum",
                    "sum by (job) (up)",
                    Map.of("team", "x", "gone", ""),
                    new Evaluation(
                            "err", "no <way>", Duration.ofMillis(250), Instant.ofEpochMilli(5)));

    private static final Alerting ALERTING =
            new Alerting(
                    "Down",
                    "up < 1",
                    Map.of("severity", "page"),
                    new Evaluation("ok", "", Duration.ZERO, Instant.ofEpochMilli(60_000)),
                    Duration.ofMinutes(5),
                    Duration.ofMillis(1_500),
                    "keep",
                    Map.of("summary", "{{ $value }}"),
                    "firing",
                    List.of(FIRING, PENDING));

    private static final List<Group> GROUPS =
            List.of(
                    new Group(
                            "g",
                            "a.yml",
                            Duration.ofSeconds(30),
                            7,
                            Duration.ofMillis(500),
                            Instant.ofEpochMilli(60_000),
                            List.of(RECORDING, ALERTING)),
                    new Group(
                            "g",
                            "b.yml",
                            Duration.ofMinutes(1),
                            0,
                            Duration.ZERO,
                            null,
                            List.of(new Recording("x", "up", Map.of(), NEVER))),
                    new Group(
                            "h",
                            "b.yml",
                            Duration.ofMinutes(1),
                            0,
                            Duration.ZERO,
                            null,
                            List.of(new Recording("job:up:sum", "up", Map.of(), NEVER))));

    private final TestServer server =
            TestServer.start(
                    TestServer.OPTIONS,
                    TestServer.answering(_ -> new Value.Scalar(0, 1)),
                    b -> b.rules(() -> GROUPS));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void without_thereAreEmptyLists() throws Exception {
        try (TestServer empty =
                TestServer.start(TestServer.answering(_ -> new Value.Scalar(0, 1)))) {
            assertThat(empty.get("/api/v1/rules").body()).isEqualTo(SUCCESS + "{\"groups\":[]}}");
            assertThat(empty.get("/api/v1/alerts").body()).isEqualTo(SUCCESS + "{\"alerts\":[]}}");
        }
    }

    @Test
    void alerts_areThoseOfAllRules() throws Exception {
        assertThat(server.get("/api/v1/alerts").body())
                .isEqualTo(SUCCESS + "{\"alerts\":" + alerts() + "}}");
    }

    private static String alerts() {
        return "[{\"labels\":{\"alertname\":\"Down\",\"job\":\"<a>\"},\"annotations\":"
                + "{\"empty\":\"\",\"summary\":\"a < b\"},\"state\":\"firing\",\"activeAt\":"
                + "\"1970-01-01T00:00:01.5Z\",\"keepFiringSince\":\"1970-01-01T00:00:02Z\","
                + "\"value\":\"1.5e+03\"},"
                + "{\"labels\":{\"alertname\":\"Down\",\"job\":\"b\"},\"annotations\":{},"
                + "\"state\":\"pending\",\"activeAt\":\"1970-01-01T00:00:03Z\","
                + "\"value\":\"0e+00\"}]";
    }

    @Test
    void rules_showEverythingInOrder() throws Exception {
        String recording =
                "{\"name\":\"job:up:sum\",\"query\":\"sum by (job)"
                    + " (up)\",\"labels\":{\"gone\":\"\",\"team\":\"x\"},\"health\":\"err\",\"lastError\":\"no"
                    + " \\u003cway\\u003e\","
                    + "\"evaluationTime\":0.25,\"lastEvaluation\":\"1970-01-01T00:00:00.005Z\","
                    + "\"type\":\"recording\"}";
        String alerting =
                "{\"state\":\"firing\",\"name\":\"Down\",\"query\":\"up \\u003c"
                    + " 1\",\"duration\":300,"
                    + "\"keepFiringFor\":1.5,\"onMissing\":\"keep\",\"labels\":{\"severity\":\"page\"},\"annotations\":{\"summary\":\"{{"
                    + " $value }}\"},\"alerts\":"
                        + alerts()
                        + ",\"health\":\"ok\",\"evaluationTime\":0,"
                        + "\"lastEvaluation\":\"1970-01-01T00:01:00Z\",\"type\":\"alerting\"}";
        String group =
                "{\"name\":\"g\",\"file\":\"a.yml\",\"rules\":["
                        + recording
                        + ","
                        + alerting
                        + "],\"interval\":30,\"limit\":7,\"evaluationTime\":0.5,"
                        + "\"lastEvaluation\":\"1970-01-01T00:01:00Z\"}";
        String never = "\"evaluationTime\":0,\"lastEvaluation\":\"0001-01-01T00:00:00Z\"";
        String other =
                "{\"name\":\"g\",\"file\":\"b.yml\",\"rules\":[{\"name\":\"x\",\"query\":\"up\","
                        + "\"labels\":{},\"health\":\"unknown\","
                        + never
                        + ",\"type\":\"recording\"}],\"interval\":60,\"limit\":0,"
                        + never
                        + "}";
        assertThat(server.get("/api/v1/rules").body())
                .startsWith(SUCCESS + "{\"groups\":[" + group + "," + other + ",{")
                .doesNotContain("groupNextToken");
        assertThat(server.get("/api/v1/rules?exclude_alerts=TRUE").body())
                .contains("\"alerts\":null,\"health\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type=alert | g | Down",
                "type=RECORD | g g h | job:up:sum x job:up:sum",
                "rule_name[]=x | g | x",
                "rule_name[]=x&rule_name[]=Down | g g | Down x",
                "rule_name[]=none | '' | ''",
                "rule_group[]=h | h | job:up:sum",
                "file[]=b.yml&rule_group[]=g | g | x",
                "match[]={severity=\"page\"} | g | Down",
                "match[]={severity=\"page\"}&match[]={team=~\"x.*\"} | g | job:up:sum Down",
                "match[]={team=\"x\",severity=\"page\"} | '' | ''",
                "rule_name[]=job:up:sum&type=record&file[]=a.yml | g | job:up:sum",
            })
    void rules_areFiltered(String query, String groups, String rules) throws Exception {
        String body = server.get("/api/v1/rules?" + encoded(query)).body();
        assertThat(names(GROUP, body)).isEqualTo(groups);
        assertThat(names(RULE, body)).isEqualTo(rules);
    }

    @Test
    void groups_comeInPages() throws Exception {
        String first = server.get("/api/v1/rules?group_limit=1").body();
        assertThat(names(RULE, first)).isEqualTo("job:up:sum Down");
        String path = "/api/v1/rules?group_limit=1&group_next_token=";
        String second = server.get(path + names(TOKEN, first)).body();
        assertThat(names(RULE, second)).isEqualTo("x");
        String third = server.get(path + names(TOKEN, second)).body();
        assertThat(names(RULE, third)).isEqualTo("job:up:sum");
        assertThat(third).doesNotContain("groupNextToken");
        assertThat(server.get("/api/v1/rules?group_limit=3").body())
                .doesNotContain("groupNextToken");
        String filtered = server.get("/api/v1/rules?group_limit=1&type=alert").body();
        assertThat(filtered).doesNotContain("groupNextToken");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type=alerts | invalid parameter \\\"type\\\": not supported value \\\"alerts\\\"",
                "exclude_alerts=maybe | invalid parameter \\\"exclude_alerts\\\": error converting"
                    + " exclude_alerts: strconv.ParseBool: parsing \\\"maybe\\\": invalid syntax",
                "group_next_token=x | invalid parameter \\\"group_next_token\\\": group_limit needs"
                        + " to be present in order to paginate over the groups",
                "group_limit=0 | invalid parameter \\\"group_limit\\\": group_limit needs to be"
                        + " greater than 0",
                "group_limit=x | invalid parameter \\\"group_limit\\\": group_limit needs to be a"
                        + " valid number: strconv.ParseInt: parsing \\\"x\\\": invalid syntax",
                "group_limit=2147483648 | group_limit needs to be a valid number: strconv.ParseInt:"
                        + " parsing \\\"2147483648\\\": value out of range",
                "group_limit=1&group_next_token=x | invalid group_next_token 'x'. were rule groups"
                        + " changed?",
                "match[]={a=~\".*\"} | match[] must contain at least one non-empty matcher",
                "match[]={ | parse error",
            })
    void whatMakesNoSense_isRefused(String query, String message) throws Exception {
        HttpResponse<String> response = server.get("/api/v1/rules?" + encoded(query));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("\"errorType\":\"bad_data\"").contains(message);
    }

    private static String encoded(String query) {
        return query.replace("[", "%5B")
                .replace("]", "%5D")
                .replace("{", "%7B")
                .replace("}", "%7D")
                .replace("\"", "%22")
                .replace("|", "%7C");
    }

    private static String names(Pattern pattern, String body) {
        return String.join(
                " ", pattern.matcher(body).results().map((MatchResult m) -> m.group(1)).toList());
    }
}
