package io.narthex.server.hints;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.TargetsView;
import io.narthex.model.ListQueryable;
import io.narthex.model.MetricType;
import io.narthex.model.Queryable;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.Query;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.test.naive.random.RandomData;
import io.narthex.promql.test.naive.random.RandomQueries;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

class QueryHintsTest {
    private static final Queryable EMPTY = new ListQueryable(List.of());

    @AutoClose private static final QueryEngine ENGINE = new QueryEngine(EngineOptions.DEFAULTS);

    private static List<String> hints(TargetsView targets, Queryable storage, String query) {
        return QueryHints.of(targets, storage, ENGINE::prepare)
                .hints(
                        Hinting.parse(query),
                        QueryRequest.instant(query, Hinting.TIME),
                        Hinting.ANSWER);
    }

    private static ListedTargets targets() {
        ListedTargets targets = new ListedTargets();
        targets.add("a", "1", Duration.ofSeconds(15)).say("hits", MetricType.COUNTER);
        return targets;
    }

    @Test
    void hints_standInTheOrderOfTheTextWithTheirPlaces() {
        assertThat(hints(targets(), EMPTY, "hits{a=\"é\"} +\nrate(x[30s]) + sum by (b) (hits)"))
                .containsExactly(
                        "hint: hits is a counter, it only grows; read it through rate() or"
                                + " increase(), such as rate(hits[5m]) (1:1)",
                        "hint: the window [30s] holds fewer than 4 scrapes (every 15s);"
                                + " take at least [1m] (2:7)",
                        "hint: hits is a counter, it only grows; read it through rate() or"
                                + " increase(), such as rate(hits[5m]) (2:28)");
    }

    @Test
    void hints_areFiveAtMost() {
        assertThat(hints(targets(), EMPTY, "hits + ".repeat(7) + "hits"))
                .hasSize(5)
                .last()
                .asString()
                .endsWith("(1:29)");
    }

    @Test
    void hugeQueries_areNotFollowedToTheEnd() {
        assertThat(hints(targets(), EMPTY, "(".repeat(900) + "hits" + ")".repeat(900))).isEmpty();
        assertThat(hints(targets(), EMPTY, "hits" + " or x".repeat(800))).isEmpty();
        assertThat(hints(targets(), EMPTY, "-".repeat(90) + "hits")).hasSize(1);
    }

    /// A hint is worth less than an answer.
    @Test
    void failingStore_costsTheHintsOnly() {
        Queryable failing =
                (_, _) -> {
                    throw new IllegalStateException("closed");
                };
        QueryHints hints = QueryHints.of(targets(), failing, ENGINE::prepare);
        QueryRequest request = QueryRequest.instant("sum(rate(x[5m]))", Hinting.TIME);
        try (Query query = ENGINE.prepare(request, EMPTY)) {
            assertThat(hints.advise(query, request, query.run().value())).isEmpty();
        }
    }

    @Tag("property")
    @Test
    void randomQueries_giveHintsOrNone() {
        AtomicInteger given = new AtomicInteger();
        Seeds.forEach(
                200,
                seed -> {
                    RandomGenerator random = Seeds.random(seed);
                    Queryable store = new RandomData(random).store();
                    RandomQueries queries = new RandomQueries(random);
                    for (int i = 0; i < 50; i++) {
                        String query =
                                i % 10 == 0
                                        ? queries.scalar(3)
                                        : queries.vector(1 + random.nextInt(5));
                        List<String> hints = hints(targets(), store, query);
                        assertThat(hints)
                                .as(query)
                                .hasSizeLessThanOrEqualTo(5)
                                .allMatch(h -> h.matches("hint: .* \\(1:[0-9]+\\)"));
                        given.addAndGet(hints.size());
                    }
                });
        assertThat(given).hasPositiveValue();
    }
}
