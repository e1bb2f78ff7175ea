package io.narthex.server.hints;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.model.ListQueryable;
import io.narthex.model.ListSeries;
import io.narthex.model.Queryable;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.Query;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryRequest;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/// Answers that puzzle, and what the hint says of them.
class AnswerRulesTest {
    @AutoClose private static final QueryEngine ENGINE = new QueryEngine(EngineOptions.DEFAULTS);

    private static final Queryable STORE =
            new ListQueryable(
                    List.of(
                            series(1, "disk_bytes", "instance", "a", "device", "sda"),
                            series(2, "disk_bytes", "instance", "b", "device", "sda"),
                            series(3, "host_info", "instance", "a", "rack", "r1"),
                            series(4, "host_info", "instance", "b", "rack", "r2"),
                            series(5, "other_bytes", "instance", "c", "device", "sda"),
                            series(6, "pair", "x", "1", "y", "1"),
                            series(7, "pair", "x", "2", "y", "2"),
                            series(8, "twin", "x", "1", "y", "2"),
                            series(11, "many", "i", "1"),
                            series(12, "many", "i", "2"),
                            series(13, "many", "i", "3"),
                            series(14, "many", "i", "4"),
                            new ListSeries(
                                    9,
                                    Labels.of(Labels.NAME, "hits_total", "code", "200"),
                                    new long[] {730_000, 850_000, 970_000},
                                    new double[] {4, 10, 3}),
                            new ListSeries(
                                    10,
                                    Labels.of(Labels.NAME, "cpu_seconds_total", "code", "200"),
                                    new long[] {730_000, 970_000},
                                    new double[] {0.5, 3.25})));

    private static ListSeries series(long ref, String name, String... labels) {
        Labels all = Labels.of(labels).with(Labels.NAME, name);
        return new ListSeries(ref, all, new long[] {Hinting.TIME}, new double[] {1});
    }

    private static List<String> hints(QueryRequest request) {
        PartQueries parts = new PartQueries(ENGINE::prepare, STORE);
        QueryHints hints =
                new QueryHints(
                        List.of(),
                        List.of(
                                new NoDataRule(STORE, parts),
                                new UnmatchedJoinRule(parts),
                                new FractionRule(parts)));
        try (Query query = ENGINE.prepare(request, STORE)) {
            return hints.advise(query, request, query.run().value());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "disk_byte | nothing is called disk_byte; the nearest names are disk_bytes (1:1)",
                "sum(host) | nothing is called host; the nearest names are host_info (1:5)",
                "zzzzzzzzz | nothing is called zzzzzzzzz (1:1)",
                "disk_bytes{device=\"sdb\"}"
                        + " | device=\"sdb\" leaves nothing of disk_bytes,"
                        + " where device is \"sda\" (1:1)",
                "disk_bytes{disk=~\"sd.\"} | disk=~\"sd.\" leaves nothing of disk_bytes,"
                        + " which has no label disk but device, instance (1:1)",
                "pair{x=\"1\",y=\"2\"} | y=\"2\" leaves nothing of pair{x=\"1\"},"
                        + " where y is \"1\" (1:1)",
                "{x=\"3\"} | x=\"3\" leaves nothing of all series, where x is \"1\", \"2\" (1:1)",
                "rate(pair{x!~\".*\"}[5m]) | x!~\".*\" leaves nothing of pair,"
                        + " where x is \"1\", \"2\" (1:6)",
                "many{i=\"5\"} | i=\"5\" leaves nothing of many,"
                        + " where i is \"1\", \"2\", \"3\" … (1:1)",
                "pair @ 10 | pair has no samples in the time asked (1:1)",
                "sum_over_time(pair{x=\"1\"}[1m] offset 1h)"
                        + " | pair{x=\"1\"} has no samples in the time asked (1:15)",
                "disk_bytes * host_info | no series of the left has a match on the right:"
                        + " only the left has device; only the right has rack;"
                        + " they match with on (instance) (1:1)",
                "disk_bytes / on (instance) other_bytes"
                        + " | no series of the left has a match on the right:"
                        + " instance is \"a\", \"b\" on the left, \"c\" on the right (1:1)",
                "sum(disk_bytes + ignoring (instance) host_info)"
                        + " | no series of the left has a match on the right:"
                        + " only the left has device; only the right has rack (1:5)",
                "pair and twin | no series of the left has a match on the right:"
                        + " each of x, y agrees, but not together (1:1)",
                "increase(hits_total[5m]) | increase() extrapolates to the borders of its window:"
                        + " the 3 samples of hits_total{code=\"200\"} rise by 9,"
                        + " from 4 at 00:12:10.000Z to 3 at 00:16:10.000Z (240s),"
                        + " which makes 11.25; round() gives whole numbers (1:10)",
            })
    void puzzlingAnswers_areExplained(String query, String hint) {
        assertThat(hints(QueryRequest.instant(query, Hinting.TIME)))
                .containsExactly("hint: " + hint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "disk_bytes",
                "disk_bytes > 5",
                "disk_bytes{device=\"sda\"} > bool 5",
                "absent(disk_bytes)",
                "none or disk_bytes",
                "disk_bytes unless none",
                "disk_bytes > on (instance, device) disk_bytes",
                "disk_bytes * on (instance) group_left (rack) host_info",
                "sum(increase(hits_total[5m]))",
                "increase(hits_total[5m]) / 2",
                "increase(cpu_seconds_total[5m])",
                "1",
            })
    void answersThatArePlain_needNone(String query) {
        assertThat(hints(QueryRequest.instant(query, Hinting.TIME))).isEmpty();
    }

    @Test
    void rangesWithoutAnyStep_areExplainedAsWell() {
        assertThat(hints(QueryRequest.range("pair{x=\"9\"}", 0, Hinting.TIME, 100_000)))
                .containsExactly(
                        "hint: x=\"9\" leaves nothing of pair, where x is \"1\", \"2\" (1:1)");
        assertThat(hints(QueryRequest.range("pair", 0, 100_000, 10_000)))
                .containsExactly("hint: pair has no samples in the time asked (1:1)");
        assertThat(hints(QueryRequest.range("pair + on (x) twin", 0, Hinting.TIME, 100_000)))
                .isEmpty();
    }
}
