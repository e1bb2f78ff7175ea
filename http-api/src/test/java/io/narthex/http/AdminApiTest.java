package io.narthex.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.LabelMatcher;
import io.narthex.model.StorageException;
import io.narthex.promql.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

class AdminApiTest {
    private static final String DELETE = "/api/v1/admin/tsdb/delete_series";
    private static final String CLEAN = "/api/v1/admin/tsdb/clean_tombstones";
    private static final String SNAPSHOT = "/api/v1/admin/tsdb/snapshot";

    private final List<String> calls = new ArrayList<>();

    private final StoreAdmin admin =
            new StoreAdmin() {
                @Override
                public void deleteSeries(long mint, long maxt, List<LabelMatcher> matchers) {
                    calls.add(mint + " … " + maxt + " " + matchers);
                }

                @Override
                public void cleanTombstones() {
                    calls.add("clean");
                }

                @Override
                public String snapshot(boolean withHead) {
                    calls.add("snapshot " + withHead);
                    return "20250615T160000Z-0123456789abcdef";
                }
            };

    private static TestServer start(StoreAdmin admin) {
        return TestServer.start(
                TestServer.OPTIONS,
                TestServer.answering(_ -> new Value.Scalar(0, 1)),
                b -> b.admin(admin));
    }

    private static String error(String type, String message) {
        return "{\"status\":\"error\",\"errorType\":\""
                + type
                + "\",\"error\":\""
                + message
                + "\"}";
    }

    @ParameterizedTest
    @ValueSource(strings = {DELETE, CLEAN, SNAPSHOT})
    void withoutPermission_nothingIsDone(String path) throws Exception {
        try (TestServer server =
                TestServer.start(TestServer.answering(_ -> new Value.Scalar(0, 1)))) {
            HttpResponse<String> response = server.form(path, "match[]=up");
            assertThat(response.body()).isEqualTo(error("unavailable", "admin APIs disabled"));
            assertThat(response.statusCode()).isEqualTo(500);
        }
    }

    @Test
    void deleteSeries_takesSelectorsAndTimes() throws Exception {
        try (TestServer server = start(admin)) {
            HttpResponse<String> response =
                    server.form(DELETE, "match[]=up&match[]={a=~\"b|c\"}&start=1.5&end=2");
            assertThat(response.statusCode()).isEqualTo(204);
            assertThat(response.body()).isEmpty();
            assertThat(server.method("PUT", DELETE + "?match%5B%5D=up").statusCode())
                    .isEqualTo(204);
            assertThat(server.post(DELETE + "?match%5B%5D=%7B%7D", "").statusCode()).isEqualTo(204);
            assertThat(calls)
                    .containsExactly(
                            "1500 … 2000 [__name__=\"up\"]",
                            "1500 … 2000 [a=~\"b|c\"]",
                            "-9223309901257974000 … 9223309901257974999 [__name__=\"up\"]",
                            "-9223309901257974000 … 9223309901257974999 []");
            assertThat(server.get(DELETE + "?match%5B%5D=up").statusCode()).isEqualTo(405);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "start=1; no match[] parameter provided",
                "match[]=up&start=x; invalid parameter \\\"start\\\": invalid time value for"
                        + " 'start': cannot parse \\\"x\\\" to a valid timestamp",
                "match[]=up&end=1h; invalid parameter \\\"end\\\": invalid time value for 'end':"
                        + " cannot parse \\\"1h\\\" to a valid timestamp",
                "match[]=up&match[]=up{; invalid parameter \\\"match[]\\\": 1:4: parse error:"
                        + " unexpected end of input inside braces"
            })
    void deleteSeries_withoutSense_deletesNothing(String form, String message) throws Exception {
        try (TestServer server = start(admin)) {
            HttpResponse<String> response = server.form(DELETE, form);
            assertThat(response.body()).isEqualTo(error("bad_data", message));
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(calls).isEmpty();
        }
    }

    @Test
    void cleanTombstones_hasNoAnswer() throws Exception {
        try (TestServer server = start(admin)) {
            assertThat(server.post(CLEAN, "").statusCode()).isEqualTo(204);
            assertThat(server.method("PUT", CLEAN).statusCode()).isEqualTo(204);
            assertThat(calls).containsExactly("clean", "clean");
        }
    }

    @Test
    void snapshot_givesItsName() throws Exception {
        try (TestServer server = start(admin)) {
            HttpResponse<String> response = server.post(SNAPSHOT, "");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body())
                    .isEqualTo(
                            "{\"status\":\"success\",\"data\":"
                                    + "{\"name\":\"20250615T160000Z-0123456789abcdef\"}}");
            server.method("PUT", SNAPSHOT + "?skip_head=T");
            server.form(SNAPSHOT, "skip_head=false");
            assertThat(calls).containsExactly("snapshot true", "snapshot false", "snapshot true");
            assertThat(server.post(SNAPSHOT + "?skip_head=yes", "").body())
                    .isEqualTo(
                            error(
                                    "bad_data",
                                    "invalid parameter \\\"skip_head\\\": unable to parse boolean:"
                                            + " strconv.ParseBool: parsing \\\"yes\\\": invalid"
                                            + " syntax"));
        }
    }

    @Test
    void failures_areTold() throws Exception {
        StorageException failure = new StorageException("no room", new IOException("ENOSPC"));
        StoreAdmin failing =
                new StoreAdmin() {
                    @Override
                    public void deleteSeries(long mint, long maxt, List<LabelMatcher> matchers) {
                        throw failure;
                    }

                    @Override
                    public void cleanTombstones() {
                        throw failure;
                    }

                    @Override
                    public String snapshot(boolean withHead) {
                        throw failure;
                    }
                };
        try (TestServer server = start(failing)) {
            HttpResponse<String> response = server.form(DELETE, "match[]=up");
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body()).isEqualTo(error("internal", "no room"));
            assertThat(server.post(CLEAN, "").body()).isEqualTo(error("internal", "no room"));
            assertThat(server.post(SNAPSHOT, "").body())
                    .isEqualTo(error("internal", "create snapshot: no room"));
        }
    }
}
