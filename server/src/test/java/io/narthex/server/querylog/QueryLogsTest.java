package io.narthex.server.querylog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.narthex.http.QueryObserver;
import io.narthex.model.StorageException;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.QueryStats;
import io.narthex.rules.RuleQueryListener.RuleQuery;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// What is logged of queries, and where.
class QueryLogsTest {
    @TempDir private Path folder = Path.of("");

    private final QueryLogs logs =
            new QueryLogs(Duration.ofSeconds(2), () -> Instant.parse("2026-01-02T03:04:05.006Z"));

    private static QueryObserver.Ended query(
            long seconds, Map<String, String> headers, @Nullable QueryException failure) {
        return new QueryObserver.Ended(
                QueryRequest.range("up\n> 1", 1_000, 61_500, 15_000),
                new QueryObserver.Origin("10.0.0.1", "GET", "/api/v1/query_range", headers),
                failure == null ? new QueryStats(7, 6, null, 5, 64, 1_000, 2_000, 3_000) : null,
                Duration.ofSeconds(seconds).toNanos(),
                failure);
    }

    @Test
    void queries_areLinesOfJson() throws Exception {
        Path file = folder.resolve("query.log");
        logs.apply(file);
        logs.ended(query(1, Map.of(), null));
        logs.ended(query(1, Map.of("X-Panel-Id", "7"), new QueryException.Timeout("too late")));
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"time\":\"2026-01-02T03:04:05.006Z\",\"level\":\"INFO\",\"msg\":\"promql"
                            + " query"
                            + " logged\",\"params\":{\"end\":\"1970-01-01T00:01:01.500Z\",\"query\":\"up\\n"
                            + "> 1\",\"start\":\"1970-01-01T00:00:01.000Z\","
                            + "\"step\":15},\"stats\":{\"timings\":{\"evalTotalTime\":3.0E-6,"
                            + "\"resultSortTime\":0.0,\"queryPreparationTime\":1.0E-6,"
                            + "\"innerEvalTime\":2.0E-6,\"execQueueTime\":3.0E-6,"
                            + "\"execTotalTime\":1.0},\"samples\":{\"totalQueryableSamples\":7,"
                            + "\"peakSamples\":5}},\"httpRequest\":{\"clientIP\":\"10.0.0.1\","
                            + "\"method\":\"GET\",\"path\":\"/api/v1/query_range\"}}",
                        Files.readAllLines(file).getLast());
        assertThat(Files.readAllLines(file).getLast())
                .contains("\"error\":\"too late\"", "\"headers\":{\"X-Panel-Id\":\"7\"}");
        Path other = folder.resolve("other.log");
        logs.apply(other);
        logs.ended(query(1, Map.of(), null));
        logs.apply(null);
        logs.ended(query(1, Map.of(), null));
        assertThat(Files.readAllLines(other)).hasSize(1);
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void queriesOfRules_haveTheirGroup() throws Exception {
        Path file = folder.resolve("query.log");
        logs.apply(file);
        QueryRequest request = QueryRequest.instant("up > 1", 1_000);
        logs.ended(new RuleQuery("/r.yml", "g", request, null, 5, new QueryException.Timeout("t")));
        assertThat(Files.readString(file))
                .contains(
                        "\"query\":\"up > 1\",\"start\":\"1970-01-01T00:00:01.000Z\",\"step\":0}",
                        "\"error\":\"t\"")
                .endsWith("\"ruleGroup\":{\"file\":\"/r.yml\",\"name\":\"g\"}}\n");
    }

    @Test
    void fileThatCannotBeWritten_leavesTheOneBefore() throws Exception {
        Path file = folder.resolve("query.log");
        logs.apply(file);
        assertThatThrownBy(() -> logs.apply(folder.resolve("none/query.log")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("query_log_file: can't write");
        logs.ended(query(1, Map.of(), null));
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    @Test
    void slowQueries_areToldInTheLog_onOneLine() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(QueryLogs.class);
        logger.addAppender(log);
        try {
            logs.ended(query(1, Map.of(), null));
            logs.ended(query(2, Map.of("X-Dashboard-Uid", "d1"), null));
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .isEqualTo(
                        "slow query: duration=2.000s query=\"up\\n> 1\" start=1.0 end=61.5"
                                + " step=15.0 peakBytes=64 client=10.0.0.1"
                                + " headers={X-Dashboard-Uid=d1} error=\"\"");
    }
}
