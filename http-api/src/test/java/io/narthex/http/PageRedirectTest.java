package io.narthex.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.Value;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpResponse;

class PageRedirectTest {
    @ParameterizedTest
    @CsvSource({
        "/, /graph?g0.expr=up%7Bjob%3D%22a%20b%22%7D%2B1&g0.tab=1,"
                + " ./#/query?q=up%7Bjob%3D%22a+b%22%7D%2B1",
        "/, /query, ./#/query",
        "/pre/fix, /pre/fix/graph?g0.expr=up, ./#/query?q=up",
        "/pre/fix, /, /pre/fix/",
    })
    void links_leadToThePage(String prefix, String path, String location) throws Exception {
        try (TestServer server =
                TestServer.start(
                        TestServer.OPTIONS.withRoutePrefix(prefix),
                        TestServer.answering(_ -> new Value.Scalar(0, 1)),
                        services -> services)) {
            HttpResponse<String> answer = server.get(path);
            assertThat(answer.statusCode()).isEqualTo(302);
            assertThat(answer.headers().firstValue("Location")).hasValue(location);
        }
    }
}
